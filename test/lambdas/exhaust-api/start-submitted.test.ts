import type { ExhaustPorts } from '../../../lambdas/exhaust-api/ports.js';
import type { Job } from '../../../lambdas/shared/exhaust/job.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aJob, aRequestId, submission } from '../../factories/jobs.js';
import { fakeExhaustPorts } from '../../fakes/fake-exhaust-ports.js';
import { published, submit, withConfig } from './submitting.js';

describe('a job that is submitted', () => {
  const notNow = new DependencyError('state machine: could not be started');
  const failed = aJob({ status: 'FAILED', attempts: 1, completedAt: submission });

  it.each<[string, Job[], object, string]>([
    ['is new', [], published, aRequestId],
    ['starts over', [failed], published, aRequestId],
    [
      'has an id of its own, since the first one is another request’s',
      [aJob({ status: 'SUCCESS' })],
      withConfig({ conversationId: 'other' }),
      expect.stringMatching(/^(?!84B26F90)[0-9A-F]{32}$/),
    ],
  ])('is run at once when it %s', async (_, jobs, request, id) => {
    const { ports, started } = fakeExhaustPorts(jobs);

    expect(await submit(request, ports)).toMatchObject({ status: 200, result: { status: 'SUBMITTED', requestId: id } });
    expect(started).toEqual([[id]]);
  });

  it('is run when it waits already: the answer to who made it, or to its start, may have been lost', async () => {
    const { ports, started } = fakeExhaustPorts([aJob()]);

    expect(await submit(published, ports)).toMatchObject({ status: 200, result: { status: 'SUBMITTED' } });
    expect(started).toEqual([[aRequestId]]);
  });

  it.each<[string, Job[]]>([
    ['is new', []],
    ['starts over', [failed]],
  ])('is run though the answer to the write was lost when it %s', async (_, jobs) => {
    const { ports, started } = fakeExhaustPorts(jobs);
    const { insert, change } = ports.jobs;
    // As the SDK's retry of a write that was done: its condition holds no more.
    const lost: ExhaustPorts['jobs'] = {
      ...ports.jobs,
      insert: async (job) => (await insert(job)) && insert(job),
      change: async (id, event) => (await change(id, event)) && change(id, event),
    };

    expect(await submit(published, { ...ports, jobs: lost })).toMatchObject({ result: { status: 'SUBMITTED' } });
    expect(started).toEqual([[aRequestId]]);
  });

  it.each(['PROCESSING', 'SUCCESS'] as const)('is not run when it was %s before', async (status) => {
    const { ports, started } = fakeExhaustPorts([aJob({ status })]);

    expect(await submit(published, ports)).toMatchObject({ status: 200, result: { status } });
    expect(started).toEqual([]);
  });

  it.each<[string, Job[]]>([
    ['by two clients at once', []],
    ['once more by two clients at once', [failed]],
  ])('%s is started as one and the same try, which is one execution', async (_, jobs) => {
    const tries = new Set<string>();
    const startRun: ExhaustPorts['startRun'] = async (run) => {
      for (const { requestId, attempts, submittedAt } of run) tries.add(`${requestId} ${attempts} ${submittedAt}`);
    };
    const { ports } = fakeExhaustPorts(jobs, { startRun });

    await Promise.all([submit(published, ports), submit(published, ports)]);

    expect([...tries]).toEqual([expect.stringContaining(aRequestId)]);
  });

  it.each<[string, Partial<ExhaustPorts>]>([
    ['it is said so', { runOnSubmit: false }],
    ['there is nothing that runs jobs', { startRun: undefined }],
  ])('waits for the schedule where %s', async (_, overrides) => {
    const { ports, store, started } = fakeExhaustPorts([], overrides);

    expect(await submit(published, ports)).toMatchObject({ status: 200, result: { status: 'SUBMITTED' } });
    expect([...store.items.values()]).toEqual([aJob()]);
    expect(started).toEqual([]);
  });

  it('waits for the schedule when it can not be started, which the log is told and the client is not', async () => {
    const { ports, store, broken } = fakeExhaustPorts([], { startRun: () => Promise.reject(notNow) });

    expect(await submit(published, ports)).toMatchObject({ status: 200, result: { status: 'SUBMITTED', attempts: 0 } });
    expect([...store.items.values()]).toEqual([aJob()]);
    expect(broken).toEqual([notNow]);
  });

  it('does not hide a mistake in what starts it', async () => {
    const { ports } = fakeExhaustPorts([], { startRun: () => Promise.reject(new TypeError('a bug')) });

    await expect(submit(published, ports)).rejects.toThrow(TypeError);
  });
});
