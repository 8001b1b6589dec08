import { type HealthPorts, healthCheck } from '../../../lambdas/ingest/check-health.js';
import { arrival } from '../../factories/frames.js';

const aStream = (StreamStatus?: string) => async () => ({ StreamDescriptionSummary: { StreamStatus } });

const check = (ports: Partial<HealthPorts> = {}) =>
  healthCheck({ describe: aStream('ACTIVE'), writeProblem: () => undefined, now: () => arrival, ...ports });

describe('healthCheck', () => {
  it.each(['ACTIVE', 'UPDATING'])('is well when the stream is %s', async (status) => {
    const answer = await check({ describe: aStream(status) })();

    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      id: 'api.health',
      ver: '1.0',
      ets: arrival,
      params: {},
      responseCode: 'SUCCESS',
      result: { healthy: true },
    });
  });

  it.each(['CREATING', 'DELETING', undefined])('is ill when the stream is %s, and says so', async (status) => {
    const answer = await check({ describe: aStream(status) })();

    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(answer.body)).toMatchObject({
      params: { err: 'UNHEALTHY', errmsg: `ingest stream: expected ACTIVE, found ${status}` },
      result: { healthy: false },
    });
  });

  it('is ill when the stream does not answer, and tells the world no more than the name of the error', async () => {
    const describe = async () => {
      throw Object.assign(new Error('arn:aws:kinesis:ap-south-1:111122223333'), { name: 'AccessDeniedException' });
    };

    const answer = await check({ describe })();

    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(answer.body).params.errmsg).toBe('ingest stream: AccessDeniedException');
  });

  it('is ill when the stream is there but did not take the last write', async () => {
    const answer = await check({ writeProblem: () => 'last write refused 3 s ago' })();

    expect([answer.statusCode, JSON.parse(answer.body).params.errmsg]).toEqual([503, 'last write refused 3 s ago']);
  });

  it('asks the stream once in five seconds, however often it is asked itself', async () => {
    let time = arrival;
    let asked = 0;
    const asking = check({ describe: () => aStream(++asked === 1 ? 'DELETING' : 'ACTIVE')(), now: () => time });

    const first = await Promise.all([asking(), asking()]);
    time += 4_999;
    const remembered = await asking();
    time += 1;
    const fresh = await asking();

    expect([...first, remembered, fresh].map(({ statusCode }) => statusCode)).toEqual([503, 503, 503, 200]);
    expect(asked).toBe(2);
  });
});
