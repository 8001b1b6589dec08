import type { Job } from './job.js';

/** What is told of a job that has ended: the `detail` of an event on EventBridge. No password, no link. */
export interface Notice {
  readonly requestId: string;
  readonly tag: string;
  readonly dataset: string;
  readonly channel: string;
  readonly requestedBy: string;
  readonly status: 'SUCCESS' | 'FAILED';
  readonly statusMessage: string;
  /** Failures so far. */
  readonly attempts: number;
}

/** How a step of a run left its job: `skipped` where it isn't this run's. */
export type Ended = { readonly kind: 'skipped' } | { readonly kind: 'ended'; readonly notice: Notice };

/** How a job ended, for the run that ended it: each end is told by one run, however often its steps are done. */
export function endOf(job: Job | undefined, runId: string): Ended {
  if (job?.endedBy !== runId) return { kind: 'skipped' };
  if (job.status !== 'SUCCESS' && job.status !== 'FAILED') return { kind: 'skipped' };
  const { requestId, tag, dataset, channel, requestedBy, status, statusMessage = '', attempts } = job;
  return { kind: 'ended', notice: { requestId, tag, dataset, channel, requestedBy, status, statusMessage, attempts } };
}
