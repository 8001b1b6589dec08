import { downloadFiles } from '../../exhaust/download-files.js';
import type { Exhaust } from '../../exhaust/open-exhaust.js';
import { makeProgress } from '../../exhaust/progress.js';
import { RefusedError } from '../../exhaust/refused-error.js';
import { waitForJob } from '../../exhaust/wait-for-job.js';

/** A job of this size takes seconds. */
const patienceMs = 120_000;

/** Asks for data, waits, and fetches the one file of it. @returns its path; throws Error when there is none */
export async function fetchExhaust(
  exhaust: Exhaust,
  request: { readonly tag: string } & Readonly<Record<string, unknown>>,
  out: string,
): Promise<string> {
  const { requestId } = await exhaust.submit(request);
  await startRun(exhaust, requestId);
  const signal = AbortSignal.timeout(patienceMs);
  const progress = makeProgress();
  const job = await waitForJob(exhaust, request.tag, requestId, {
    onProgress: progress.update,
    signal,
  }).finally(progress.end);
  if (job?.status !== 'SUCCESS') {
    const found = job ? `${job.status}: ${job.statusMessage}` : `none after ${patienceMs / 1_000} s`;
    throw new Error(`${request.dataset}: expected its file, found ${found}.`);
  }
  const [file, ...others] = await downloadFiles(job.downloadUrls, { out, force: true });
  if (file !== undefined && others.length === 0) return file;
  throw new Error(`${request.dataset}: expected one file, found ${job.downloadUrls.length}.`);
}

/** Where a stage doesn't run what is asked for at once. Refused is what runs, or is done, already. */
async function startRun(exhaust: Exhaust, requestId: string): Promise<void> {
  await exhaust.run(requestId).catch((error: unknown) => {
    if (!(error instanceof RefusedError)) throw error;
  });
}
