import { type Caught, failJob } from '../../../lambdas/exhaust-run/fail-job.js';
import type { Job } from '../../../lambdas/shared/exhaust/job.js';
import { aJob, aRequestId, submission } from '../../factories/jobs.js';
import { fakeJobs } from '../../fakes/fake-jobs.js';

const claim = { runId: 'run-1', at: submission, until: submission + 1_000 };
const held = (overrides: Partial<Job> = {}) => aJob({ status: 'PROCESSING', claim, ...overrides });
const now = () => submission + 500;
const ofQuery = (StateChangeReason: string) =>
  JSON.stringify({ QueryExecution: { Status: { State: 'FAILED', StateChangeReason } } });

async function fail(caught: Caught, job = held(), runId = 'run-1') {
  const jobs = fakeJobs(job);
  const ended = await failJob({ requestId: aRequestId, runId, caught }, { jobs, now });
  return { ended, job: jobs.items.get(aRequestId) as Job };
}

describe('a run that went wrong', () => {
  it.each<[string, Caught, string]>([
    ['a query that is too slow', { Error: 'States.Timeout' }, 'a run that took too long. Ask for fewer days.'],
    [
      'a function that is too slow',
      { Error: 'Sandbox.Timedout', Cause: '{"errorMessage":"Task timed out after 900.00 seconds"}' },
      'a run that took too long. Ask for fewer days.',
    ],
    ['a store that is down', { Error: 'DependencyError', Cause: '{}' }, 'a service that did not answer.'],
    ['a throttled function', { Error: 'Lambda.TooManyRequestsException' }, 'a service that did not answer.'],
    ['a throttled query', { Error: 'Athena.TooManyRequestsException' }, 'a service that did not answer.'],
    [
      'a query that fails',
      { Error: 'States.TaskFailed', Cause: ofQuery('SYNTAX_ERROR: line 1:8') },
      'a query that ended before it was done.',
    ],
    ['a bug', { Error: 'TypeError', Cause: '{"errorMessage":"x of undefined"}' }, 'an internal error.'],
    ['an error that only sounds like a store', { Error: 'MyDependencyError' }, 'an internal error.'],
    ['nothing known', {}, 'an internal error.'],
  ])('by %s is told in a sentence, and is tried again', async (_, caught, sentence) => {
    const { ended, job } = await fail(caught, held({ encryptedKey: 'sealed' }));

    const statusMessage = `Request processing failed with ${sentence}`;
    expect(ended).toMatchObject({ kind: 'ended', notice: { status: 'FAILED', statusMessage, attempts: 1 } });
    expect(job).toMatchObject({ status: 'FAILED', attempts: 1, statusMessage, encryptedKey: 'sealed' });
    expect([job.isFinal, job.claim, job.executionMs]).toEqual([undefined, undefined, 500]);
  });

  it('by a query that reads too much is over for good', async () => {
    const caught = { Error: 'States.TaskFailed', Cause: ofQuery('Bytes scanned limit was exceeded') };

    const { job } = await fail(caught, held({ encryptedKey: 'sealed' }));

    expect(job).toMatchObject({ status: 'FAILED', attempts: 1, isFinal: true });
    expect(job.statusMessage).toMatch(/reads more than this installation allows\. Ask for fewer days\.$/);
    expect(job.encryptedKey).toBeUndefined();
  });

  it('for the third time leaves no password behind', async () => {
    const { job } = await fail({}, held({ attempts: 2, encryptedKey: 'sealed' }));

    expect([job.status, job.attempts, job.encryptedKey]).toEqual(['FAILED', 3, undefined]);
  });

  it('changes nothing of a job that another run has', async () => {
    const { ended, job } = await fail({}, held(), 'run-2');

    expect([ended, job]).toEqual([{ kind: 'skipped' }, held()]);
  });
});
