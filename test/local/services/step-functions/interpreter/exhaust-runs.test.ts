import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';
import { AwsError } from '../../../../../local/calls/aws-error.js';
import type { Moment } from '../../../../fakes/mortality.js';
import { aDueJob, useExhaustMachine } from '../../../../support/exhaust-machines.js';
import { until } from '../../../../support/until.js';

const openMachine = useExhaustMachine();

/** Throws at an effect: the first times that it comes there, or always. */
function failing(effect: string, error: Error, { times = Number.POSITIVE_INFINITY, moment = 'before' as Moment } = {}) {
  let left = times;
  return (found: string, at: Moment) => {
    if (found === effect && at === moment && left-- > 0) throw error;
  };
}

const broken = new DependencyError('not now');
const throttled = new AwsError('TooManyRequestsException', 'Rate exceeded');
const fileOf = (requestId: string) => expect.stringMatching(`^exhaust/uci-response-exhaust/${requestId}/\\S+\\.zip$`);

describe('an execution of the exhausts’ machine', () => {
  it('takes a job to its file with its own policies alone, and tells of it', async () => {
    const { run, job, uploads, notices, denied } = await openMachine({ jobs: [aDueJob('R1')] });

    const end = await run();

    expect([end.status, denied]).toEqual(['SUCCEEDED', []]);
    expect(uploads).toEqual([fileOf('R1')]);
    expect(job('R1')).toMatchObject({ status: 'SUCCESS', attempts: 0, files: [uploads[0]?.split('/').at(-1)] });
    expect(job('R1').encryptedKey).toBeUndefined();
    expect(notices).toEqual([expect.objectContaining({ requestId: 'R1', status: 'SUCCESS', statusMessage: '' })]);
    expect(JSON.stringify(notices)).not.toMatch(/sealed|sesame/);
  });

  it('asks no query for rows that the registry has', async () => {
    const { run, job, athena } = await openMachine({ jobs: [aDueJob('R1', { dataset: 'uci-private-exhaust' })] });

    await run();

    expect([job('R1').status, athena.executions.size]).toEqual(['SUCCESS', 0]);
  });

  it('ends for good where there is no data', async () => {
    const records = async function* () {};
    const { run, job, uploads, notices } = await openMachine({ jobs: [aDueJob('R1')], records });

    await run();
    await run();

    const statusMessage = expect.stringMatching(/^No data found for 2026-11-20 to 2026-11-20, days of arrival in /);
    expect(job('R1')).toMatchObject({ status: 'FAILED', statusMessage, isFinal: true, attempts: 1 });
    expect([job('R1').encryptedKey, uploads, notices.length]).toEqual([undefined, [], 1]);
  });

  it('holds its jobs in its own name', async () => {
    const query = () => ({ state: 'RUNNING' }) as const;
    const { start, athena, job } = await openMachine({ jobs: [aDueJob('R1')], query });

    await start({}, 'nightly-1');
    await until(() => athena.executions.size > 0);

    expect(job('R1').claim?.runId).toBe('nightly-1');
  });

  it('without any job comes to nothing', async () => {
    const { run, notices } = await openMachine({ jobs: [] });

    expect(await run()).toEqual({ status: 'SUCCEEDED', output: [] });
    expect(notices).toEqual([]);
  });

  it('runs the jobs that it is given and no others', async () => {
    const { run, job } = await openMachine({ jobs: [aDueJob('R1'), aDueJob('R2')] });

    await run({ requestIds: ['R2', 'none'] });

    expect([job('R1').status, job('R2').status]).toEqual(['SUBMITTED', 'SUCCESS']);
  });

  it('does a job that it is given twice once', async () => {
    const { run, uploads, notices } = await openMachine({ jobs: [aDueJob('R1')] });

    await run({ requestIds: ['R1', 'R1'] });

    expect([uploads.length, notices.length]).toEqual([1, 1]);
  });

  it.each([
    ['fails', 'SYNTAX_ERROR: line 1', 'a query that ended before it was done.'],
    ['reads too much', 'Bytes scanned limit was exceeded', 'a query that reads more than this installation allows.'],
  ])('tells of a query that %s', async (_, reason, sentence) => {
    const query = () => ({ state: 'FAILED', reason }) as const;
    const { run, job, notices } = await openMachine({ jobs: [aDueJob('R1')], query });

    await run();

    const statusMessage = expect.stringContaining(`Request processing failed with ${sentence}`);
    expect(job('R1')).toMatchObject({ status: 'FAILED', attempts: 1, statusMessage });
    expect(notices).toEqual([expect.objectContaining({ status: 'FAILED', attempts: 1, statusMessage })]);
  });

  it('ends a query that takes longer than the claim on its job holds', async () => {
    const query = () => ({ state: 'RUNNING' }) as const;
    const { run, job, athena } = await openMachine({ jobs: [aDueJob('R1')], query });

    await run();

    expect(athena.stopped).toEqual(['query-1']);
    expect(job('R1')).toMatchObject({ status: 'FAILED', attempts: 1 });
    expect(job('R1').statusMessage).toMatch(/a run that took too long/);
  });

  it.each([
    ['a query that is throttled', 'query', throttled],
    ['a write that throws', 'write', broken],
    ['a take that throws', 'take', broken],
    ['a plan that throws', 'plan', broken],
    ['a notice that is throttled', 'notice', throttled],
  ])('does %s again', async (_, effect, error) => {
    const at = failing(effect, error, { times: 2 });
    const { run, job, notices } = await openMachine({ jobs: [aDueJob('R1')], at });

    await run();

    expect(job('R1')).toMatchObject({ status: 'SUCCESS', attempts: 0 });
    expect(notices).toHaveLength(1);
  });

  it.each([
    ['Plan', 'plan'],
    ['Take', 'take'],
    ['Write', 'write'],
  ])('goes on where the first answer of %s was lost, on the same attempt', async (_, effect) => {
    const at = failing(effect, broken, { times: 1, moment: 'after' });
    const { run, job, uploads, notices } = await openMachine({ jobs: [aDueJob('R1')], at });

    await run();

    expect(job('R1')).toMatchObject({ status: 'SUCCESS', attempts: 0 });
    expect([uploads.length, notices.length]).toEqual([1, 1]);
  });

  it('tells once of a failure of which the first answer was lost', async () => {
    const lost = failing('fail', broken, { times: 1, moment: 'after' });
    const at = (effect: string, moment: Moment) => {
      if (effect === 'write') throw broken;
      lost(effect, moment);
    };
    const { run, job, notices } = await openMachine({ jobs: [aDueJob('R1')], at });

    await run();

    expect(job('R1')).toMatchObject({ status: 'FAILED', attempts: 1 });
    expect(notices.map(({ attempts }) => attempts)).toEqual([1]);
  });

  it.each([
    ['a query that is always throttled', 'query', throttled, 'a service that did not answer.'],
    ['a write that always throws', 'write', broken, 'a service that did not answer.'],
    ['a write with a bug', 'write', new TypeError('x is undefined'), 'an internal error.'],
  ])('ends the job of %s, with a sentence and nothing of the error', async (_, effect, error, sentence) => {
    const { run, job, notices } = await openMachine({ jobs: [aDueJob('R1')], at: failing(effect, error) });

    const end = await run();

    expect(end.status).toBe('SUCCEEDED');
    const statusMessage = `Request processing failed with ${sentence}`;
    expect(job('R1')).toMatchObject({ status: 'FAILED', attempts: 1, statusMessage, encryptedKey: 'sealed' });
    expect(notices).toEqual([expect.objectContaining({ status: 'FAILED', statusMessage })]);
  });

  it('gives a job up after three failures, and its password with it', async () => {
    const { run, job, notices } = await openMachine({ jobs: [aDueJob('R1')], at: failing('write', broken) });

    for (let night = 1; night <= 4; night++) await run();

    expect(job('R1')).toMatchObject({ status: 'FAILED', attempts: 3 });
    expect(job('R1').encryptedKey).toBeUndefined();
    expect(notices.map(({ attempts }) => attempts)).toEqual([1, 2, 3]);
  });

  it('leaves a job as it ended when nobody can be told', async () => {
    const { run, job, notices } = await openMachine({ jobs: [aDueJob('R1')], at: failing('notice', throttled) });

    const end = await run();

    expect(end).toEqual({ status: 'SUCCEEDED', output: [{}] });
    expect([job('R1').status, notices]).toEqual(['SUCCESS', []]);
  });

  it('ends no job by another one’s failure', async () => {
    const jobs = ['R1', 'R2', 'R3', 'R4', 'R5'].map((id) => aDueJob(id));
    // Nothing of R2 succeeds, not even to say so.
    const at = (effect: string, _: Moment, requestId?: string) => {
      if (requestId === 'R2' && effect !== 'plan') throw broken;
    };
    const { run, job, notices } = await openMachine({ jobs, at });

    const end = await run();

    expect(end.status).toBe('SUCCEEDED');
    expect(jobs.map(({ requestId }) => job(requestId).status)).toEqual([
      'SUCCESS',
      'SUBMITTED',
      'SUCCESS',
      'SUCCESS',
      'SUCCESS',
    ]);
    expect(notices).toHaveLength(4);
  });
});
