import type { ExhaustRun } from '../shared/exhaust/dataset.js';
import { endJob } from '../shared/exhaust/end-job.js';
import { claimJob, type JobStore } from '../shared/exhaust/job-store.js';
import { type Ended, endOf } from '../shared/exhaust/notice.js';
import { type PreparePorts, type PrepareSettings, prepareRun, type Query } from '../shared/exhaust/prepare-run.js';

/** A job, and the run that is to have it. */
export interface RunOf {
  readonly requestId: string;
  readonly runId: string;
}

export interface TakePorts extends PreparePorts {
  readonly jobs: Pick<JobStore, 'change' | 'find'>;
}

/** A job that was taken, ready to be queried or written, or how it ended at once. */
export type Taken = Ended | { readonly kind: 'query' | 'write'; readonly run: ExhaustRun; readonly query?: Query };

/**
 * Takes a job for a run, so that no other run has it, and prepares it. What can't be run at all (no such bot, dates that
 * make no sense) ends here, for good.
 *
 * @throws DependencyError when the jobs or the registry can't be read; the claim holds, and a retry goes on
 */
export async function takeJob(
  { requestId, runId }: RunOf,
  settings: PrepareSettings,
  ports: TakePorts,
): Promise<Taken> {
  const { jobs, now } = ports;
  const job = await claimJob(jobs, requestId, runId, now());
  // Taken, or over; or its runs have died too often, and it ended right now.
  if (job?.status !== 'PROCESSING') return endOf(job ?? (await jobs.find(requestId)), runId);
  const prepared = await prepareRun({ ...job, hasKey: job.encryptedKey !== undefined }, settings, ports);
  if (prepared.fault !== undefined) {
    return endJob(jobs, requestId, { kind: 'fail', at: now(), runId, message: prepared.fault, isFinal: true });
  }
  const { run, query } = prepared;
  return query ? { kind: 'query', run, query } : { kind: 'write', run };
}
