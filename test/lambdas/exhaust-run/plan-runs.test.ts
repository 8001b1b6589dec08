import { planRuns } from '../../../lambdas/exhaust-run/plan-runs.js';
import { aJob, submission } from '../../factories/jobs.js';
import { fakeJobs } from '../../fakes/fake-jobs.js';

const now = () => submission + 10_000;
const submitted = (requestId: string, afterMs: number) => aJob({ requestId, submittedAt: submission + afterMs });

describe('the plan of an execution', () => {
  it('is the jobs that it was given, each once, whatever they are', async () => {
    const planned = await planRuns({ requestIds: ['b', 'none', 'b', 'a'] }, { jobs: fakeJobs(), now });

    expect(planned).toEqual({ requestIds: ['b', 'none', 'a'] });
  });

  it('of none given is none, and not all', async () => {
    const jobs = fakeJobs(submitted('a', 0));

    expect(await planRuns({ requestIds: [] }, { jobs, now })).toEqual({ requestIds: [] });
  });

  it('without any given is all that may run, those that wait longest first', async () => {
    const claim = { runId: 'other', at: submission, until: now() + 1 };
    const jobs = fakeJobs(
      submitted('later', 2_000),
      submitted('first', 1_000),
      submitted('tomorrow', 20_000),
      aJob({ requestId: 'taken', status: 'PROCESSING', claim }),
      aJob({ requestId: 'dead', status: 'PROCESSING', claim: { ...claim, until: now() } }),
      aJob({ requestId: 'failed', status: 'FAILED', attempts: 2, completedAt: submission }),
      aJob({ requestId: 'given up', status: 'FAILED', attempts: 3, completedAt: submission }),
      aJob({ requestId: 'final', status: 'FAILED', attempts: 1, isFinal: true, completedAt: submission }),
      aJob({ requestId: 'done', status: 'SUCCESS', completedAt: submission }),
    );

    const { requestIds } = await planRuns({}, { jobs, now });

    expect(requestIds.toSorted()).toEqual(['dead', 'failed', 'first', 'later']);
    expect(requestIds.indexOf('first')).toBeLessThan(requestIds.indexOf('later'));
  });

  it('fits into what Step Functions passes between states, with those that wait longest', async () => {
    const id = (index: number) => index.toString(16).toUpperCase().padStart(32, '0');
    const jobs = fakeJobs(...Array.from({ length: 8_000 }, (_, index) => submitted(id(index), index)));

    const planned = await planRuns({}, { jobs, now });

    expect(Buffer.byteLength(JSON.stringify(planned))).toBeLessThan(256 * 1_024);
    expect(planned.requestIds.length).toBeGreaterThan(1_000);
    expect([planned.requestIds[0], planned.requestIds.at(-1)]).toEqual([id(0), id(planned.requestIds.length - 1)]);
  });

  it('is none at all when the jobs cannot be read', async () => {
    const due = async () => {
      throw new Error('no table');
    };

    await expect(planRuns({}, { jobs: { due }, now })).rejects.toThrow('no table');
  });
});
