import type { Tried } from '../../target/fetch-with-retries.js';
import { RefusedError } from './refused-error.js';

const advice: Readonly<Record<number, string>> = {
  401: 'Give a token with --token or SUNSTREAM_TOKEN (docs/access.md).',
  403: 'The token is not good here: it wants scope exhaust:request to submit and run, exhaust:read else (docs/access.md).',
};

/**
 * The result in an answer of the exhaust API.
 *
 * @throws RefusedError with the API's own text, where it refused
 * @throws Error when there is no answer, when a service behind the API is down, or when it is none of that API
 */
export function readAnswer<Result>({ answer, trouble }: Tried): Result {
  const own = answer && parse(answer.text);
  if (own?.params.status === 'successful') return own.result as Result;
  const message = own?.params.errmsg?.replace(/\s+/g, ' ');
  if (message !== undefined && trouble === undefined) throw new RefusedError(message);
  if (message !== undefined) throw new Error(`exhaust: ${message}`);
  if (trouble !== undefined) {
    throw new Error(`exhaust: expected an answer, found ${trouble}. Try again: nothing is done twice.`);
  }
  const status = answer?.status ?? 0;
  throw new Error(
    `exhaust: expected its own answer, found status ${status}. ${advice[status] ?? 'Is the URL the output ExhaustUrl?'}`,
  );
}

interface Envelope {
  readonly params: { readonly status: string; readonly errmsg?: string };
  readonly result: unknown;
}

/** `undefined` for what isn't the dataset service's. */
function parse(text: string): Envelope | undefined {
  try {
    const body = JSON.parse(text);
    return String(body.id).startsWith('ekstep.analytics.dataset.request.') && body.params ? body : undefined;
  } catch {
    return undefined;
  }
}
