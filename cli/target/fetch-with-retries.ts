import { setTimeout as delay } from 'node:timers/promises';
import { networkTrouble } from '../../local/calls/network-trouble.js';

export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of a call. */
export interface Tried {
  /** The last answer that there was. */
  readonly answer?: { readonly status: number; readonly text: string };
  /** What stood in the way at the last try; absent when the answer is one. */
  readonly trouble?: string;
}

export interface Tries {
  readonly maxTries: number;
  /** Between two tries; tests pass their own. */
  wait?(ms: number): Promise<unknown>;
}

const patienceMs = 30_000;
const [firstPauseMs, longestPauseMs] = [200, 10_000];

/** Throttled, unavailable, or an authorizer that could not judge: the same call may be answered a moment later. */
const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Calls until there is an answer that a further try would not change, with full jitter between two tries. */
export async function fetchWithRetries(
  url: string,
  request: HttpRequest,
  { maxTries, wait = delay }: Tries,
): Promise<Tried> {
  let last: Tried = {};
  for (let attempt = 0; attempt < maxTries; attempt++) {
    if (attempt > 0) await wait(Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** attempt));
    try {
      const { status, text } = await fetchText(url, request);
      if (!passing.has(status)) return { answer: { status, text } };
      last = { answer: { status, text }, trouble: `status ${status}` };
    } catch (error) {
      last = { ...last, trouble: networkTrouble(error) ?? String((error as Error).cause ?? error) };
    }
  }
  return last;
}

async function fetchText(url: string, request: HttpRequest): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(patienceMs) });
  return { status: answer.status, text: await answer.text() };
}
