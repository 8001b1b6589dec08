import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { dueAt, type Job, storedTag } from '../job.js';

export type JobItem = Record<string, AttributeValue>;

/** Names of the table's indexes, as lib/constructs/exhaust/exhaust-jobs.ts makes them. */
export const jobIndexes = { byTag: 'byTag', byChannel: 'byChannel', due: 'due' } as const;
/** The one partition of the index `due`: some hundred jobs wait at a time. */
export const waiting = 'waiting';

/** The job as one text, and beside it what the indexes and their filters look at. */
export function writeJob(job: Job, version: number): JobItem {
  const due = dueAt(job);
  return {
    requestId: { S: job.requestId },
    version: { N: String(version) },
    tag: { S: storedTag(job.tag, job.channel) },
    channel: { S: job.channel },
    dataset: { S: job.dataset },
    status: { S: job.status },
    submittedAt: { N: String(job.submittedAt) },
    // Absent when it may never run again: the index holds what is to be done and nothing else.
    ...(due !== undefined && { work: { S: waiting }, dueAt: { N: String(due) } }),
    job: { S: JSON.stringify(job) },
  };
}

/** @throws Error when the item is none that `writeJob` wrote */
export function readJob({ requestId, job }: JobItem): Job {
  if (job?.S === undefined) throw new Error(`job ${requestId?.S}: expected an item with a text "job", found none.`);
  return JSON.parse(job.S) as Job;
}
