import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { localSecrets, readConsumers, signToken } from '../../cli/target/consumer-token.js';
import { dynamoJobs } from '../../lambdas/shared/exhaust/aws/dynamo-jobs.js';
import { fileKey, type Job } from '../../lambdas/shared/exhaust/job.js';
import { claimJob, type JobStore } from '../../lambdas/shared/exhaust/job-store.js';
import { projectRoot } from '../../lib/project-root.js';
import { aJob, aJobRequest } from '../factories/jobs.js';
import { useRunner } from '../support/use-runner.js';

const secret = 'a-secret-of-a-consumer-that-reads';
const both = ['exhaust:request', 'exhaust:read'];
const consumers = {
  portal: { secret, scopes: both, channels: ['ORG_001', 'ORG_003'] },
  stranger: { secret, scopes: both, channels: ['ORG_002'] },
  reader: { secret, scopes: ['exhaust:read'], channels: ['ORG_001'] },
  unbound: { secret, scopes: both },
};
const { tag, datasetConfig } = aJobRequest();
const csv = 'Message ID,Conversation ID\nASSESS:1,d655cf03\n';

const runner = useRunner({ args: ['--stage', 'dev'] });
let jobs: JobStore;

beforeAll(async () => {
  const { consumerSecrets = '', endpoints, region, credentials, exhaustJobsTable } = runner.info;
  const client = localSecrets(runner.info);
  const records = { ...(await readConsumers(client, consumerSecrets)), ...consumers };
  await client.send(new PutSecretValueCommand({ SecretId: consumerSecrets, SecretString: JSON.stringify(records) }));
  jobs = dynamoJobs(new DynamoDBClient({ endpoint: endpoints.dynamodb ?? '', region, credentials }), exhaustJobsTable);
}, 90_000);

const aRequest = (overrides: object = {}) => ({
  tag,
  dataset: 'uci-response-exhaust',
  requestedBy: 'user_id',
  datasetConfig,
  ...overrides,
});

async function call(method: string, path: string, body?: object, consumer = 'portal', channel = 'ORG_001') {
  const token = await signToken(consumers, { consumer }, Date.now());
  const answer = await fetch(`${runner.info.url}/dataset/v1/request/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'x-channel-id': channel, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify({ request: body }) }),
  });
  return { status: answer.status, ...JSON.parse(await answer.text()) };
}

const submit = (body: object, consumer?: string, channel?: string) => call('POST', 'submit', body, consumer, channel);

/** Waits until the run that a submit starts has ended the job: there is no such bot. */
async function ended(requestId: string): Promise<Job> {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(50)) {
    const job = await jobs.find(requestId);
    if (job?.status === 'FAILED') return job;
  }
  throw new Error(`${requestId}: expected its run to end it, found it as it was.`);
}

/** Does what a run of a bot does that is there: takes the job, puts its file into S3, and says so. */
async function finish(requestId: string): Promise<string> {
  await ended(requestId);
  await jobs.change(requestId, { kind: 'resubmit', at: Date.now() });
  const job = await claimJob(jobs, requestId, 'run-1', Date.now());
  if (!job) throw new Error(`${requestId}: expected a job that can be run.`);
  const { endpoints, region, credentials, lakeBucket } = runner.info;
  const s3 = new S3Client({ endpoint: endpoints.s3 ?? '', region, credentials });
  const name = 'd655cf03_response_20220405.csv';
  await s3.send(new PutObjectCommand({ Bucket: lakeBucket, Key: fileKey(job, name), Body: csv }));
  await jobs.change(requestId, { kind: 'succeed', at: Date.now(), runId: 'run-1', files: [name] });
  return name;
}

describe('a request for data', () => {
  it('goes from submit to a file: read, listed, searched, and fetched by its link, as it is in the browser', async () => {
    const submitted = await submit(aRequest());
    const { requestId } = submitted.result;
    expect(submitted).toMatchObject({ status: 200, result: { status: 'SUBMITTED', tag: `${tag}:ORG_001` } });
    const name = await finish(requestId);

    const read = await call('GET', `read/${tag}?requestId=${requestId}`);
    const listed = await call('GET', `list/${tag}?limit=5`);
    const searched = await call('POST', 'search', { filters: { status: 'SUCCESS' } });

    expect(read.result).toMatchObject({ status: 'SUCCESS', attempts: 0, statusMessage: '' });
    expect(listed.result).toMatchObject({ count: 1, jobs: [{ requestId, status: 'SUCCESS' }] });
    expect(searched.result).toMatchObject({ count: 1, jobs: [{ requestId }] });
    const [link = ''] = read.result.downloadUrls;
    expect(link).toMatch(new RegExp(`^${runner.info.url}/dataset/v1/file/${requestId}/${name}\\?`));
    const file = await fetch(link);
    expect([file.status, file.redirected, await file.text()]).toEqual([200, true, csv]);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    const head = await fetch(link, { method: 'HEAD' });
    expect([head.status, head.redirected, head.headers.get('content-length')]).toEqual([200, true, `${csv.length}`]);
  });

  it('with a link of another end is refused by a page, and not by a stack', async () => {
    const { result } = await submit(aRequest({ tag: 'altered' }));
    await finish(result.requestId);
    const read = await call('GET', `read/altered?requestId=${result.requestId}`);
    const link = new URL(read.result.downloadUrls[0]);
    link.searchParams.set('expires', String(Number(link.searchParams.get('expires')) + 1));

    const answer = await fetch(link, { redirect: 'manual' });

    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('This link is not as it was given out');
  });

  it('is run at once, and keeps its password no longer than that', async () => {
    const { result } = await submit(aRequest({ tag: 'sealed', encryptionKey: 'a-password' }));

    const job = await ended(result.requestId);

    expect(job).toMatchObject({ statusMessage: 'No data found for conversation in DB', isFinal: true });
    expect(JSON.stringify(job)).not.toMatch(/a-password|encryptedKey/);
  });

  it('is refused with what is wrong with it', async () => {
    const answer = await submit(aRequest({ datasetConfig: { ...datasetConfig, endDate: '2022-02-28' } }));

    expect(answer).toMatchObject({
      status: 400,
      params: { status: 'failed', errmsg: 'endDate 2022-02-28 is before startDate 2022-03-01' },
    });
  });

  it('that has failed for good is not run now, but when it is submitted again', async () => {
    const { result } = await submit(aRequest({ tag: 'final' }));
    await ended(result.requestId);

    const refused = await call('POST', 'run', { requestId: result.requestId });
    const again = await submit(aRequest({ tag: 'final' }));

    expect(refused).toMatchObject({ status: 400, params: { errmsg: expect.stringContaining('Submit it again.') } });
    expect(again.result).toMatchObject({ requestId: result.requestId, status: 'SUBMITTED', attempts: 0 });
  });
});

describe('the operator', () => {
  it('runs what waits of all channels at once, with no token', async () => {
    const waiting = ['ORG_001', 'ORG_009'].map((channel, at) => ({
      ...aJob({ channel, tag: 'waits', requestId: `${at}`.padStart(32, 'A') }),
      datasetConfig: { conversationId: 'nobody' },
    }));
    for (const job of waiting) expect(await jobs.insert(job)).toBe(true);
    const command = [join(projectRoot, 'dist/cli/commands/exhaust/run.js'), 'run-all', '--state', runner.state];

    const { stdout } = await promisify(execFile)(process.execPath, command);

    expect(stdout).toMatch(/^[2-9] jobs run; each one's status says how it ended\.\n$/);
    const after = await Promise.all(waiting.map(({ requestId }) => jobs.find(requestId)));
    expect(after.map((job) => [job?.channel, job?.statusMessage])).toEqual([
      ['ORG_001', 'No data found for conversation in DB'],
      ['ORG_009', 'No data found for conversation in DB'],
    ]);
  });
});

describe('one channel', () => {
  it('is told nothing of another’s jobs', async () => {
    const { result } = await submit(aRequest({ tag: 'private' }));
    const read = `read/private?requestId=${result.requestId}`;

    const answers = [
      await call('GET', read, undefined, 'stranger', 'ORG_002'),
      await call('GET', 'list/private', undefined, 'stranger', 'ORG_002'),
      await call('POST', 'search', { filters: { channel: 'ORG_001' } }, 'stranger', 'ORG_002'),
      await call('GET', read, undefined, 'stranger', 'ORG_001'),
      await call('GET', read, undefined, 'unbound', 'ORG_001'),
    ];

    const text = 'no job available with the given request_id and tag';
    const notYours = (who: string) => `Given X-Consumer-ID='${who}' and X-Channel-ID='ORG_001' are not authorized`;
    expect(answers.map(({ status, params, result: found }) => [status, params.errmsg ?? found])).toEqual([
      [200, text],
      [200, { count: 0, jobs: [] }],
      [200, { count: 0, jobs: [] }],
      [403, notYours('stranger')],
      [403, notYours('unbound')],
    ]);
  });

  it('takes a token that may read for reading, and for nothing else', async () => {
    expect(await call('GET', `list/${tag}`, undefined, 'reader')).toMatchObject({ status: 200 });
    expect(await call('POST', 'submit', aRequest(), 'reader')).toEqual({ status: 403, message: 'Forbidden' });
  });
});
