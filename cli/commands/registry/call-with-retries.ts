import { fetchWithRetries, type HttpRequest } from '../../target/fetch-with-retries.js';

/** What the registry's function answered. */
export interface RegistryAnswer {
  readonly status: number;
  readonly err: string | undefined;
  readonly errmsg: string | undefined;
  readonly result: Readonly<Record<string, unknown>>;
}

const maxTries = 8;

/**
 * Calls until there is an answer.
 *
 * @param wait between two tries; tests pass their own
 * @throws Error when there is none after eight tries, or when the answer is not the registry's own
 */
export async function callWithRetries(
  url: string,
  request: HttpRequest,
  wait?: (ms: number) => Promise<unknown>,
): Promise<RegistryAnswer> {
  const { answer, trouble } = await fetchWithRetries(url, request, { maxTries, ...(wait && { wait }) });
  if (answer && trouble === undefined) return readAnswer(answer.status, answer.text);
  throw new Error(
    `registry: expected an answer, found ${trouble} at each of ${maxTries} tries. Try again: nothing is written twice.`,
  );
}

const advice: Readonly<Record<number, string>> = {
  401: 'Give a token with --token or SUNSTREAM_TOKEN (docs/access.md).',
  403: 'The token is not good here: it wants scope registry:write, or registry:read to get (docs/access.md).',
};

function readAnswer(status: number, text: string): RegistryAnswer {
  try {
    const { id, params, result } = JSON.parse(text);
    if (id === 'api.registry') return { status, err: params.err, errmsg: params.errmsg, result };
  } catch {
    // Told below: what is no JSON is no answer of the registry either.
  }
  throw new Error(
    `registry: expected its own answer, found status ${status}. ${advice[status] ?? 'Is the URL the output RegistryUrl?'}`,
  );
}
