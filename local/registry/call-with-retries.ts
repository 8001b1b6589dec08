import { setTimeout as delay } from 'node:timers/promises';

/** What the registry's function answered. */
export interface RegistryAnswer {
  readonly status: number;
  readonly err: string | undefined;
  readonly errmsg: string | undefined;
  readonly result: Readonly<Record<string, unknown>>;
}

interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const maxTries = 8;
const patienceMs = 30_000;
const [firstPauseMs, longestPauseMs] = [200, 10_000];

/** Throttled, unavailable, or an authorizer that could not judge: the same call may be answered a moment later. */
const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/**
 * Calls until there is an answer, with full jitter between two tries.
 *
 * @param wait between two tries; tests pass their own
 * @throws Error when there is none after eight tries, or when the answer is not the registry's own
 */
export async function callWithRetries(
  url: string,
  request: Request,
  wait: (ms: number) => Promise<unknown> = delay,
): Promise<RegistryAnswer> {
  let last = '';
  for (let attempt = 0; attempt < maxTries; attempt++) {
    if (attempt > 0) await wait(Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** attempt));
    try {
      const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(patienceMs) });
      const text = await answer.text();
      if (!passing.has(answer.status)) return readAnswer(answer.status, text);
      last = `status ${answer.status}`;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      last = String((error as Error).cause ?? error);
    }
  }
  throw new Error(
    `registry: expected an answer, found ${last} at each of ${maxTries} tries. Try again: nothing is written twice.`,
  );
}

/** The gateway's own refusal, which has no answer of the registry's function in it. */
class Refusal extends Error {}

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
  throw new Refusal(
    `registry: expected its own answer, found status ${status}. ${advice[status] ?? 'Is the URL the output RegistryUrl?'}`,
  );
}
