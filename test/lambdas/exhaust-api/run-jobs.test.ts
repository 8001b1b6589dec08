import { answerCall } from '../../../lambdas/exhaust-api/answer-call.js';
import type { Job } from '../../../lambdas/shared/exhaust/job.js';
import { aJob, aRequestId, submission } from '../../factories/jobs.js';
import { aCall, fakeExhaustPorts } from '../../fakes/fake-exhaust-ports.js';

const failed = (attempts: number) =>
  aJob({ status: 'FAILED', attempts, completedAt: submission, statusMessage: 'No data found' });
const claim = { runId: 'run-1', at: submission, until: submission + 1 };

async function run(ports: ReturnType<typeof fakeExhaustPorts>['ports'], body: string, channel = 'ORG_001') {
  const call = aCall({ body, channel, channels: ['ORG_001', 'ORG_002'] });
  const answer = await answerCall('POST /dataset/v1/request/run', call, ports);
  return { status: answer.statusCode, ...JSON.parse(answer.body) };
}

const one = JSON.stringify({ request: { requestId: aRequestId } });

describe('running now', () => {
  it.each([
    ['a body without a request', '{}'],
    ['no body', ''],
  ])('starts all of the channel that may run, with %s', async (_, body) => {
    const [a, b, c] = ['A'.repeat(32), 'B'.repeat(32), 'C'.repeat(32)];
    const jobs = [
      aJob({ requestId: a }),
      aJob({ requestId: b, channel: 'ORG_002' }),
      { ...failed(3), requestId: c },
      failed(1),
    ];
    const { ports, started } = fakeExhaustPorts(jobs);

    const answer = await run(ports, body);

    expect(started.map((ids) => ids.toSorted())).toEqual([[aRequestId, a]]);
    expect(answer).toMatchObject({ status: 200, id: 'ekstep.analytics.dataset.request.run', result: { count: 2 } });
  });

  it.each<[string, Job]>([
    ['submitted', aJob()],
    ['failed, with attempts left', failed(2)],
    ['left behind by a run that died', aJob({ status: 'PROCESSING', claim: { ...claim, until: submission } })],
  ])('starts one job that is %s', async (_, job) => {
    const { ports, started } = fakeExhaustPorts([job]);

    expect(await run(ports, one)).toMatchObject({
      status: 200,
      result: { count: 1, jobs: [{ requestId: aRequestId }] },
    });
    expect(started).toEqual([[aRequestId]]);
  });

  it.each<[string, Job, RegExp]>([
    ['SUCCESS', aJob({ status: 'SUCCESS' }), /found one that is SUCCESS\.$/],
    ['in the hands of a run', aJob({ status: 'PROCESSING', claim }), /found one that is PROCESSING\.$/],
    ['given up', failed(3), /failed for good after 3 \(No data found\)\. Submit it again\.$/],
  ])('starts no job that is %s, and says so', async (_, job, errmsg) => {
    const { ports, started } = fakeExhaustPorts([job]);

    expect(await run(ports, one)).toMatchObject({ status: 400, params: { errmsg: expect.stringMatching(errmsg) } });
    expect(started).toEqual([]);
  });

  it('starts nothing for a misspelt id, which would be all of the channel', async () => {
    const { ports, started } = fakeExhaustPorts([aJob()]);

    expect(await run(ports, JSON.stringify({ request: { requestID: aRequestId } }))).toMatchObject({
      status: 400,
      params: { errmsg: expect.stringMatching(/found "requestID"\. Did you mean requestId\?$/) },
    });
    expect(started).toEqual([]);
  });

  it('says of an id that is no text what it found', async () => {
    const { ports, started } = fakeExhaustPorts([aJob()]);

    expect(await run(ports, JSON.stringify({ request: { requestId: 5 } }))).toMatchObject({
      status: 400,
      params: { errmsg: 'requestId: expected the text that a submit answered, found 5.' },
    });
    expect(started).toEqual([]);
  });

  it('knows no job of another channel, and starts nothing where there is nothing', async () => {
    const { ports, started } = fakeExhaustPorts([aJob()]);

    expect(await run(ports, one, 'ORG_002')).toMatchObject({ status: 200, params: { status: 'failed', err: 'OK' } });
    expect(await run(ports, '{}', 'ORG_002')).toMatchObject({ status: 200, result: { count: 0, jobs: [] } });
    expect(started).toEqual([]);
  });

  it('says so where there is nothing that runs jobs', async () => {
    const { ports } = fakeExhaustPorts([aJob()], { startRun: undefined });

    expect(await run(ports, one)).toMatchObject({
      status: 500,
      params: { errmsg: expect.stringMatching(/nothing that runs/) },
    });
  });
});
