import { changeJob } from '../../lambdas/shared/exhaust/change-job.js';
import { dueAt, type Job } from '../../lambdas/shared/exhaust/job.js';
import type { JobStore } from '../../lambdas/shared/exhaust/job-store.js';

export interface FakeJobs extends JobStore {
  readonly items: ReadonlyMap<string, Job>;
}

/** The jobs table in memory. */
export function fakeJobs(...jobs: readonly Job[]): FakeJobs {
  const items = new Map(jobs.map((job) => [job.requestId, job]));
  const newestFirst = (keep: (job: Job) => boolean) =>
    [...items.values()].filter(keep).toSorted((a, b) => b.submittedAt - a.submittedAt);
  return {
    items,
    find: async (requestId) => items.get(requestId),
    async insert(job) {
      if (items.has(job.requestId)) return false;
      items.set(job.requestId, job);
      return true;
    },
    async change(requestId, event) {
      const job = items.get(requestId);
      if (!job) return undefined;
      const change = changeJob(job, event);
      if (!change.unchanged) items.set(requestId, change.job);
      return change;
    },
    list: async (channel, tag, limit) =>
      newestFirst((job) => job.channel === channel && job.tag === tag).slice(0, limit),
    async search(channel, { dataset, status, submitted: [from, to] = [0, Number.POSITIVE_INFINITY] }, limit) {
      const found = newestFirst(
        (job) =>
          job.channel === channel &&
          (dataset === undefined || job.dataset === dataset) &&
          (status === undefined || job.status === status) &&
          job.submittedAt >= from &&
          job.submittedAt <= to,
      );
      return { count: found.length, jobs: found.slice(0, limit) };
    },
    due: async (now, channel) =>
      newestFirst(
        (job) => (dueAt(job) ?? Number.POSITIVE_INFINITY) <= now && (channel === undefined || job.channel === channel),
      ).reverse(),
  };
}
