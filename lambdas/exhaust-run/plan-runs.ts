import type { JobStore } from '../shared/exhaust/job-store.js';

/** What an execution is started with: the jobs that it is for, or nothing, for all that may run. */
export interface PlanInput {
  readonly requestIds?: readonly string[];
}

/** Jobs of an execution at most: "Step Functions quotas: 256 KiB of input or output", and an id has some 40 bytes. */
const maxJobs = 4_000;

/**
 * The jobs of an execution, those that wait longest first. What is more than an execution takes is due again with the
 * next one.
 *
 * @throws DependencyError when the jobs can't be read
 */
export async function planRuns(
  { requestIds }: PlanInput,
  { jobs, now }: { readonly jobs: Pick<JobStore, 'due'>; readonly now: () => number },
): Promise<{ readonly requestIds: readonly string[] }> {
  // A job twice in an execution would be with two runs of one name, and each would take it for its own.
  if (requestIds) return { requestIds: [...new Set(requestIds)] };
  const due = await jobs.due(now());
  return { requestIds: due.slice(0, maxJobs).map((job) => job.requestId) };
}
