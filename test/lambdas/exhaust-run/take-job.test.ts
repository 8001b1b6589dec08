import { type TakePorts, takeJob } from '../../../lambdas/exhaust-run/take-job.js';
import type { Job } from '../../../lambdas/shared/exhaust/job.js';
import { leaseMs } from '../../../lambdas/shared/exhaust/job-store.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aBot } from '../../factories/exhausts.js';
import { aJob, aRequestId, submission } from '../../factories/jobs.js';
import { fakeJobs } from '../../fakes/fake-jobs.js';

const settings = { timeZone: 'Asia/Kolkata', maxDays: 400, lateDays: 7, uciPdata: '%.uci.%' };
const runOf = (runId = 'run-1') => ({ requestId: aRequestId, runId });
const lostClaim = { runId: 'dead', at: submission - leaseMs - 1, until: submission - 1 };

function somePorts(job: Job | undefined, findBot: TakePorts['findBot'] = async () => aBot({ ownerOrgID: 'ORG_001' })) {
  const jobs = fakeJobs(...(job ? [job] : []));
  const read = () => jobs.items.get(aRequestId) as Job;
  return { ports: { jobs, now: () => submission, findBot }, read };
}

describe('taking a job', () => {
  it('holds it for the run and says what Athena is asked', async () => {
    const { ports, read } = somePorts(aJob({ encryptedKey: 'sealed' }));

    const taken = await takeJob(runOf(), settings, ports);

    expect(taken).toMatchObject({
      kind: 'query',
      run: { requestId: aRequestId, dataset: 'uci-response-exhaust', channel: 'ORG_001', timeZone: 'Asia/Kolkata' },
      query: { queryString: expect.stringContaining('SELECT'), executionParameters: expect.any(Array) },
    });
    expect(JSON.stringify(taken)).not.toContain('sealed');
    expect(read()).toMatchObject({
      status: 'PROCESSING',
      claim: { runId: 'run-1', at: submission, until: submission + leaseMs },
    });
  });

  it('asks nothing where the rows are in the registry', async () => {
    const { ports } = somePorts(
      aJob({
        dataset: 'uci-private-exhaust',
        datasetConfig: { conversationId: aJob().datasetConfig.conversationId },
        encryptedKey: 'sealed',
      }),
    );

    const taken = await takeJob(runOf(), settings, ports);

    expect(taken).toEqual({ kind: 'write', run: expect.objectContaining({ dataset: 'uci-private-exhaust' }) });
  });

  it.each<[string, Job | undefined]>([
    ['that is not there', undefined],
    ['that another run has', aJob({ status: 'PROCESSING', claim: { ...lostClaim, until: submission + 1 } })],
    ['that is done', aJob({ status: 'SUCCESS' })],
    ['that was given up', aJob({ status: 'FAILED', attempts: 3 })],
  ])('%s is skipped, and told to nobody', async (_, job) => {
    const { ports, read } = somePorts(job);

    expect(await takeJob(runOf(), settings, ports)).toEqual({ kind: 'skipped' });
    expect(read()).toEqual(job);
  });

  it.each<[string, Partial<Job>, TakePorts['findBot']]>([
    ['another channel', {}, async () => aBot({ ownerOrgID: 'ORG_002' })],
    ['nobody', {}, async () => undefined],
  ])('about a bot of %s ends it for good, in the same words', async (_, overrides, findBot) => {
    const { ports, read } = somePorts(aJob({ ...overrides, encryptedKey: 'sealed' }), findBot);

    const taken = await takeJob(runOf(), settings, ports);

    const statusMessage = 'No data found for conversation in DB';
    expect(taken).toEqual({
      kind: 'ended',
      notice: expect.objectContaining({ requestId: aRequestId, status: 'FAILED', statusMessage, attempts: 1 }),
    });
    expect(read()).toMatchObject({ status: 'FAILED', isFinal: true, statusMessage });
    expect([read().encryptedKey, read().claim]).toEqual([undefined, undefined]);
  });

  it('goes on with a job whose run has died, and counts that as a failure', async () => {
    const { ports, read } = somePorts(aJob({ status: 'PROCESSING', attempts: 1, claim: lostClaim }));

    expect(await takeJob(runOf(), settings, ports)).toMatchObject({ kind: 'query' });
    expect(read()).toMatchObject({ status: 'PROCESSING', attempts: 2, claim: { runId: 'run-1' } });
  });

  it('gives up a job whose runs have died three times, and tells of it', async () => {
    const dying = aJob({ status: 'PROCESSING', attempts: 2, claim: lostClaim, encryptedKey: 'sealed' });
    const { ports, read } = somePorts(dying);

    const taken = await takeJob(runOf(), settings, ports);

    expect(taken).toMatchObject({ kind: 'ended', notice: { status: 'FAILED', attempts: 3 } });
    expect(read()).toMatchObject({ status: 'FAILED', attempts: 3 });
    expect(read().encryptedKey).toBeUndefined();
  });

  it('throws where the registry cannot be read, and ends nothing', async () => {
    const { ports, read } = somePorts(aJob(), async () => {
      throw new DependencyError('no registry');
    });

    await expect(takeJob(runOf(), settings, ports)).rejects.toThrow(DependencyError);
    expect(read()).toMatchObject({ status: 'PROCESSING', attempts: 0 });
  });
});
