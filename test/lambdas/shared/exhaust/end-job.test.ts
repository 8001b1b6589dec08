import { type EndEvent, endJob } from '../../../../lambdas/shared/exhaust/end-job.js';
import type { Job } from '../../../../lambdas/shared/exhaust/job.js';
import { endOf } from '../../../../lambdas/shared/exhaust/notice.js';
import { aJob, aRequestId, submission } from '../../../factories/jobs.js';
import { fakeJobs } from '../../../fakes/fake-jobs.js';

const claim = { runId: 'run-1', at: submission, until: submission + 1_000 };
const held = aJob({ status: 'PROCESSING', claim, encryptedKey: 'sealed' });
const at = submission + 500;
const succeed: EndEvent = { kind: 'succeed', at, runId: 'run-1', files: ['a.zip'] };
const fail: EndEvent = { kind: 'fail', at, runId: 'run-1', message: 'No data found', isFinal: true };

describe('the end of a job', () => {
  it.each([
    ['a success', succeed, { status: 'SUCCESS', statusMessage: '', attempts: 0 }],
    ['a failure', fail, { status: 'FAILED', statusMessage: 'No data found', attempts: 1 }],
  ])('as %s is told, without password, link or claim', async (_, event, told) => {
    const ended = await endJob(fakeJobs(held), aRequestId, event);

    const { tag, dataset, channel, requestedBy } = held;
    const notice = { requestId: aRequestId, tag, dataset, channel, requestedBy, ...told };
    expect(ended).toEqual({ kind: 'ended', notice });
  });

  it('is told again to the run that did not hear it, and stays as it was', async () => {
    const jobs = fakeJobs(held);
    const first = await endJob(jobs, aRequestId, succeed);

    const second = await endJob(jobs, aRequestId, { ...succeed, at: at + 1_000 });

    expect(second).toEqual(first);
    expect(jobs.items.get(aRequestId)?.completedAt).toBe(at);
  });

  it.each<[string, Job[]]>([
    ['that is gone', []],
    ['that another run has', [{ ...held, claim: { ...claim, runId: 'run-2' } }]],
    ['that waits for its next run', [aJob()]],
  ])('of a job %s is none', async (_, jobs) => {
    const store = fakeJobs(...jobs);

    expect(await endJob(store, aRequestId, succeed)).toEqual({ kind: 'skipped' });
    expect([...store.items.values()]).toEqual(jobs);
  });
});

describe('what is told of a job', () => {
  it.each(['SUBMITTED', 'PROCESSING'] as const)('that is %s is nothing', (status) => {
    expect(endOf(aJob({ status, endedBy: 'run-1' }), 'run-1')).toEqual({ kind: 'skipped' });
  });

  it('that another run has ended is nothing: that one tells', () => {
    expect(endOf(aJob({ status: 'SUCCESS', endedBy: 'run-2' }), 'run-1')).toEqual({ kind: 'skipped' });
  });
});
