import { changeJob, type JobEvent } from '../../../../lambdas/shared/exhaust/change-job.js';
import { dueAt, type Job } from '../../../../lambdas/shared/exhaust/job.js';
import { aJob, submission } from '../../../factories/jobs.js';

const at = submission + 60_000;
const until = at + 1_000;
const claim: JobEvent = { kind: 'claim', at, runId: 'run-1', until };
const held = { runId: 'run-1', at: submission + 10_000, until };
const processing = aJob({ status: 'PROCESSING', claim: held, encryptedKey: 'c2VjcmV0' });
const failed = (attempts: number, more: Partial<Job> = {}) =>
  aJob({ status: 'FAILED', attempts, completedAt: submission + 1, statusMessage: 'No data found', ...more });

describe('a claim', () => {
  it.each<[string, Job, Partial<Job>]>([
    ['takes a job that is SUBMITTED', aJob(), { attempts: 0 }],
    ['takes one that is FAILED with attempts left, and counts nothing for it', failed(2), { attempts: 2 }],
    [
      'takes one whose run has died, and counts that as a failure',
      { ...processing, claim: { ...held, until: at } },
      { attempts: 1, encryptedKey: 'c2VjcmV0' },
    ],
  ])('%s', (_, job, expected) => {
    const change = changeJob(job, claim);

    expect(change).toMatchObject({ job: { status: 'PROCESSING', claim: { runId: 'run-1', at, until }, ...expected } });
  });

  it.each<[string, Job, string]>([
    ['one that another run has', { ...processing, claim: { ...held, runId: 'run-2', until: at + 1 } }, 'taken'],
    ['one that is SUCCESS', aJob({ status: 'SUCCESS' }), 'over'],
    ['one that is FAILED for the third time', failed(3), 'over'],
    ['one that is FAILED for good', failed(1, { isFinal: true }), 'over'],
  ])('does not take %s', (_, job, unchanged) => {
    expect(changeJob(job, claim)).toEqual({ unchanged });
  });

  it('of a run that has the job already answers as the first one did, for longer', () => {
    const change = changeJob({ ...processing, attempts: 2, claim: { ...held, until: at + 1 } }, claim);

    expect(change).toEqual({ job: { ...processing, attempts: 2, claim: { ...held, until } } });
  });

  it('of a run that has let its own claim run out counts a failure, as of any that died', () => {
    const change = changeJob({ ...processing, claim: { ...held, until: at } }, claim);

    expect(change).toMatchObject({ job: { attempts: 1, claim: { runId: 'run-1', at, until } } });
  });

  it('gives a job up whose run has died for the third time, and forgets its password', () => {
    const change = changeJob({ ...processing, attempts: 2, claim: { ...held, until: at } }, claim);

    const { claim: _, encryptedKey: __, ...kept } = processing;
    expect(change).toEqual({
      job: {
        ...kept,
        status: 'FAILED',
        attempts: 3,
        completedAt: at,
        executionMs: 50_000,
        statusMessage: 'Request processing failed with a run that ended before it was done',
        endedBy: claim.runId,
      },
    });
  });
});

describe('the end of a run', () => {
  it('as a success keeps the files, the time that it took and an empty message, and forgets the password', () => {
    const change = changeJob(
      { ...processing, attempts: 1, statusMessage: 'No data found' },
      { kind: 'succeed', at, runId: 'run-1', files: ['a_response_20220405.csv'] },
    );

    const { claim: _, encryptedKey: __, ...kept } = processing;
    const done = { status: 'SUCCESS', attempts: 1, completedAt: at, executionMs: 50_000, statusMessage: '' };
    expect(change).toEqual({ job: { ...kept, ...done, files: ['a_response_20220405.csv'], endedBy: held.runId } });
  });

  it('as a failure counts one more, cuts the message to 300 characters and keeps the password for the next attempt', () => {
    const change = changeJob(processing, { kind: 'fail', at, runId: 'run-1', message: 'x'.repeat(301) });

    expect(change).toMatchObject({
      job: { status: 'FAILED', attempts: 1, statusMessage: 'x'.repeat(300), encryptedKey: 'c2VjcmV0' },
    });
  });

  it.each<[string, Job, boolean]>([
    ['the third failure', { ...processing, attempts: 2 }, false],
    ['a failure that nothing would change', processing, true],
  ])('after %s forgets the password, and is due no more', (_, job, isFinal) => {
    const change = changeJob(job, { kind: 'fail', at, runId: 'run-1', message: 'No data found', isFinal });

    const after = change.unchanged ? undefined : change.job;
    expect(after).not.toHaveProperty('encryptedKey');
    expect(dueAt(after as Job)).toBeUndefined();
  });

  it.each<JobEvent>([
    { kind: 'succeed', at, runId: 'run-2', files: [] },
    { kind: 'fail', at, runId: 'run-2', message: 'no' },
    { kind: 'renew', runId: 'run-2', until },
  ])('is taken from the holder of the claim alone: $kind', (event) => {
    expect(changeJob(processing, event)).toEqual({ unchanged: 'not-held' });
  });

  it('is put off by renewing the claim', () => {
    expect(changeJob(processing, { kind: 'renew', runId: 'run-1', until: until + 5 })).toMatchObject({
      job: { claim: { ...held, until: until + 5 } },
    });
  });
});

describe('a job that is submitted once more', () => {
  it.each(['SUBMITTED', 'PROCESSING', 'SUCCESS'] as const)('stays as it is while it is %s', (status) => {
    expect(changeJob(aJob({ status }), { kind: 'resubmit', at })).toEqual({ unchanged: 'stands' });
  });

  it.each<[string, Job, number]>([
    ['keeps its attempts after the second failure', failed(2), 2],
    ['has all of its attempts again after the third', failed(3), 0],
    ['has all of its attempts again where it had been given up', failed(1, { isFinal: true }), 0],
  ])('%s, and nothing of its failure', (_, job, attempts) => {
    const change = changeJob(job, { kind: 'resubmit', at, encryptedKey: 'bmV3' });

    expect(change).toEqual({ job: { ...aJob(), attempts, submittedAt: at, encryptedKey: 'bmV3' } });
  });
});
