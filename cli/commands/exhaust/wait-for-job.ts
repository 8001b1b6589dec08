import { setTimeout as delay } from 'node:timers/promises';
import type { JobView } from './job-view.js';
import type { Exhaust } from './open-exhaust.js';

/** Milliseconds between two looks: soon at first, and a tenth of what it has taken so far, at most. */
const [firstPauseMs, longestPauseMs] = [500, 10_000];

export interface WaitPorts {
  onProgress(status: JobView['status'], elapsedMs: number): void;
  /** Ends the looking, not the job. */
  readonly signal?: AbortSignal;
  now?(): number;
  pause?(ms: number): Promise<unknown>;
}

/** Looks at a job until it is SUCCESS or FAILED. @returns how it ended; `undefined` when the looking was ended before */
export async function waitForJob(
  exhaust: Pick<Exhaust, 'read'>,
  tag: string,
  requestId: string,
  { onProgress, signal, now = Date.now, pause = (ms) => pauseUnless(signal, ms) }: WaitPorts,
): Promise<JobView | undefined> {
  const startedAt = now();
  while (!signal?.aborted) {
    const job = await exhaust.read(tag, requestId);
    const elapsedMs = now() - startedAt;
    onProgress(job.status, elapsedMs);
    if (job.status === 'SUCCESS' || job.status === 'FAILED') return job;
    await pause(Math.min(longestPauseMs, Math.max(firstPauseMs, elapsedMs / 10)));
  }
  return undefined;
}

async function pauseUnless(signal: AbortSignal | undefined, ms: number): Promise<void> {
  try {
    await delay(ms, undefined, { ...(signal && { signal }) });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
