import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoJobs } from '../../../../../lambdas/shared/exhaust/aws/dynamo-jobs.js';
import type { Job } from '../../../../../lambdas/shared/exhaust/job.js';
import { claimJob, leaseMs } from '../../../../../lambdas/shared/exhaust/job-store.js';
import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';
import { aJob, submission } from '../../../../factories/jobs.js';
import { useJobsTable } from '../../../../support/jobs-table.js';

const open = useJobsTable();
const day = 86_400_000;

async function aTable(...jobs: Job[]) {
  const { client, table } = await open();
  const store = dynamoJobs(client, table);
  for (const job of jobs) expect(await store.insert(job)).toBe(true);
  return store;
}

const id = (number: number) => number.toString(16).toUpperCase().padStart(32, '0');
const ids = (jobs: readonly Job[]) => jobs.map(({ requestId }) => requestId);

describe('the jobs table', () => {
  it('keeps a job as it is, and not another one under its id', async () => {
    const store = await aTable(aJob({ encryptedKey: 'c2VjcmV0' }));

    expect(await store.insert(aJob({ tag: 'other' }))).toBe(false);
    expect(await store.find(aJob().requestId)).toEqual(aJob({ encryptedKey: 'c2VjcmV0' }));
    expect(await store.find(id(1))).toBeUndefined();
    expect(await store.change(id(1), { kind: 'resubmit', at: 1 })).toBeUndefined();
  });

  it('lists the jobs of one channel under one tag, newest first, as many as are wanted', async () => {
    const times = [3, 1, 2];
    const mine = times.map((time) => aJob({ requestId: id(time), submittedAt: submission + time }));
    const store = await aTable(
      ...mine,
      aJob({ requestId: id(8), channel: 'ORG_002' }),
      aJob({ requestId: id(9), tag: 'other' }),
    );

    expect(ids(await store.list('ORG_001', aJob().tag, 100))).toEqual([id(3), id(2), id(1)]);
    expect(ids(await store.list('ORG_001', aJob().tag, 2))).toEqual([id(3), id(2)]);
    expect(await store.list('ORG_003', aJob().tag, 2)).toEqual([]);
  });

  it('finds jobs of one channel by what they are, and counts all of them', async () => {
    const store = await aTable(
      ...[1, 2, 3].map((number) => aJob({ requestId: id(number), submittedAt: submission + number })),
      aJob({ requestId: id(4), dataset: 'summary', submittedAt: submission + day }),
      aJob({ requestId: id(5), status: 'SUCCESS', files: ['a.csv'] }),
      aJob({ requestId: id(6), channel: 'ORG_002' }),
    );
    const search = async (filters: Parameters<typeof store.search>[1], limit = 10) => {
      const { count, jobs } = await store.search('ORG_001', filters, limit);
      return [count, ids(jobs)];
    };

    expect(await search({}, 2)).toEqual([5, [id(4), id(3)]]);
    expect(await search({ status: 'SUBMITTED', dataset: 'uci-response-exhaust' }, 2)).toEqual([3, [id(3), id(2)]]);
    expect(await search({ submitted: [submission + day, submission + 2 * day] })).toEqual([1, [id(4)]]);
    expect(await search({ status: 'PROCESSING' })).toEqual([0, []]);
  });

  it('finds more jobs than one read of many takes', async () => {
    const store = await aTable(...Array.from({ length: 130 }, (_, at) => aJob({ requestId: id(at), submittedAt: at })));

    const { count, jobs } = await store.search('ORG_001', {}, 120);

    expect([count, jobs.length, jobs[0]?.requestId, jobs[119]?.requestId]).toEqual([130, 120, id(129), id(10)]);
  });

  it('tells what is to be run: submitted, failed with attempts left, and left behind by a run that died', async () => {
    const claim = { runId: 'run-1', at: submission, until: submission + 5 };
    const done = { completedAt: submission + 3 };
    const store = await aTable(
      aJob({ requestId: id(1), submittedAt: submission + 4 }),
      aJob({ requestId: id(2), status: 'FAILED', attempts: 2, ...done }),
      aJob({ requestId: id(3), status: 'FAILED', attempts: 3, ...done }),
      aJob({ requestId: id(4), status: 'FAILED', attempts: 1, isFinal: true, ...done }),
      aJob({ requestId: id(5), status: 'PROCESSING', claim }),
      aJob({ requestId: id(6), status: 'PROCESSING', claim: { ...claim, until: submission + 6 } }),
      aJob({ requestId: id(7), status: 'SUCCESS', ...done }),
      aJob({ requestId: id(8), channel: 'ORG_002' }),
    );

    expect(ids(await store.due(submission + 5))).toEqual([id(8), id(2), id(1), id(5)]);
    expect(ids(await store.due(submission + 5, 'ORG_001'))).toEqual([id(2), id(1), id(5)]);
  });

  it('gives a job to one run of many that want it at the same time', async () => {
    const store = await aTable(aJob());
    const runs = ['run-1', 'run-2', 'run-3', 'run-4'];

    const claimed = await Promise.all(runs.map((run) => claimJob(store, aJob().requestId, run, submission)));

    const [winner, ...others] = claimed.filter((job) => job !== undefined);
    expect(others).toEqual([]);
    expect(await store.find(aJob().requestId)).toEqual(winner);
    expect(winner?.claim).toMatchObject({ until: submission + leaseMs });
    expect(await store.due(submission)).toEqual([]);
  });

  it('gives a job to its run again, whose first claim was not answered', async () => {
    const store = await aTable(aJob());
    const first = await claimJob(store, aJob().requestId, 'run-1', submission);

    const again = await claimJob(store, aJob().requestId, 'run-1', submission + 5);

    expect(again).toEqual({ ...first, claim: { runId: 'run-1', at: submission, until: submission + 5 + leaseMs } });
    expect(await store.find(aJob().requestId)).toEqual(again);
    expect(await claimJob(store, aJob().requestId, 'run-2', submission + 5)).toBeUndefined();
  });

  it('ends a job whose run has died for the third time, and gives it to nobody', async () => {
    const claim = { runId: 'run-1', at: submission, until: submission };
    const store = await aTable(aJob({ status: 'PROCESSING', attempts: 2, claim }));

    const claimed = await claimJob(store, aJob().requestId, 'run-2', submission + 1);

    expect(claimed).toMatchObject({ status: 'FAILED', attempts: 3 });
    expect(await store.find(aJob().requestId)).toEqual(claimed);
  });

  it('that can not be asked is a broken dependency', async () => {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const nowhere = { endpoint: 'http://127.0.0.1:1', region: 'local-1', maxAttempts: 1, credentials };
    const store = dynamoJobs(new DynamoDBClient(nowhere), 'jobs');

    await expect(store.find(id(1))).rejects.toThrow(DependencyError);
    await expect(store.search('ORG_001', {}, 1)).rejects.toThrow(/^DynamoDB table jobs: /);
  });
});
