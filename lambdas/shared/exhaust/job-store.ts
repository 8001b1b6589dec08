import type { Change, JobEvent } from './change-job.js';
import type { Job } from './job.js';

/** What jobs of a channel are looked for by; what is absent isn't looked at. */
export interface JobFilters {
  readonly dataset?: string;
  readonly status?: string;
  /** Epoch milliseconds, both included. */
  readonly submitted?: readonly [from: number, to: number];
}

/** Where jobs are kept. Every method throws DependencyError when the store can't be asked. */
export interface JobStore {
  find(requestId: string): Promise<Job | undefined>;
  /** @returns whether it is in now; false when there is one with its id */
  insert(job: Job): Promise<boolean>;
  /** One event, alone at its time. @returns `undefined` when there is no such job */
  change(requestId: string, event: JobEvent): Promise<Change | undefined>;
  /** The newest jobs of a channel under a tag, newest first. */
  list(channel: string, tag: string, limit: number): Promise<readonly Job[]>;
  /** The newest jobs of a channel that match, newest first, and how many match in all. */
  search(channel: string, filters: JobFilters, limit: number): Promise<{ count: number; jobs: readonly Job[] }>;
  /** Jobs that may run at a time (epoch milliseconds), of one channel or of all, those that wait longest first. */
  due(now: number, channel?: string): Promise<readonly Job[]>;
}

/** How long a claim holds without being renewed, in milliseconds: longer than "Lambda: 15 minutes" an invocation. */
export const leaseMs = 20 * 60_000;

/**
 * Takes a job for a run. A job whose run has died three times is given up here.
 *
 * @param now epoch milliseconds
 * @returns the job: PROCESSING, or FAILED where it was given up; `undefined` when there is none to be had
 */
export async function claimJob(
  jobs: Pick<JobStore, 'change'>,
  requestId: string,
  runId: string,
  now: number,
): Promise<Job | undefined> {
  const change = await jobs.change(requestId, { kind: 'claim', at: now, runId, until: now + leaseMs });
  return change && !change.unchanged ? change.job : undefined;
}
