import type { JobEvent } from './change-job.js';
import type { JobStore } from './job-store.js';
import { type Ended, endOf } from './notice.js';

/** The end of a run: it succeeds or fails. */
export type EndEvent = Extract<JobEvent, { kind: 'succeed' | 'fail' }>;

/**
 * Ends a job. A run that has lost it to another changes nothing; one that ended it already, and whose answer was lost,
 * is told how.
 *
 * @throws DependencyError when the jobs can't be read or written
 */
export async function endJob(
  jobs: Pick<JobStore, 'change' | 'find'>,
  requestId: string,
  event: EndEvent,
): Promise<Ended> {
  const change = await jobs.change(requestId, event);
  if (!change) return { kind: 'skipped' };
  return endOf(change.unchanged === undefined ? change.job : await jobs.find(requestId), event.runId);
}
