import { type Job, storedTag } from '../shared/exhaust/job.js';
import { linkEnd, linkPath } from './links.js';
import type { ExhaustPorts, ExhaustRequest } from './ports.js';

/** Jobs as a client sees them, with links that are new at every answer. The password isn't among what is told. */
export async function viewJobs(
  jobs: readonly Job[],
  { origin }: Pick<ExhaustRequest, 'origin'>,
  { linkKeys, now }: Pick<ExhaustPorts, 'linkKeys' | 'now'>,
): Promise<object[]> {
  const end = linkEnd(now());
  // Without a file there is nothing to sign, and no need of the key.
  const keys = jobs.some(({ files }) => files.length > 0) ? await linkKeys.keys() : undefined;
  const linksOf = ({ requestId, files }: Job): string[] =>
    keys ? files.map((name) => `${origin}${linkPath({ requestId, name, expires: String(end) }, keys)}`) : [];
  return jobs.map((job) => ({
    attempts: job.attempts,
    lastUpdated: job.completedAt ?? job.submittedAt,
    tag: storedTag(job.tag, job.channel),
    expiresAt: end * 1_000,
    datasetConfig: job.datasetConfig,
    downloadUrls: linksOf(job),
    requestedBy: job.requestedBy,
    jobStats: {
      dtJobSubmitted: job.submittedAt,
      dtJobCompleted: job.completedAt ?? null,
      executionTime: job.executionMs ?? null,
    },
    status: job.status,
    dataset: job.dataset,
    requestId: job.requestId,
    requestedChannel: job.channel,
    ...(job.statusMessage !== undefined && { statusMessage: job.statusMessage }),
  }));
}
