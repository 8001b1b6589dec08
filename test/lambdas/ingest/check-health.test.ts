import { checkHealth, healthCheck } from '../../../lambdas/ingest/check-health.js';
import { arrival } from '../../factories/frames.js';

const now = () => arrival;
const aStream = (StreamStatus?: string) => async () => ({ StreamDescriptionSummary: { StreamStatus } });

describe('checkHealth', () => {
  it.each(['ACTIVE', 'UPDATING'])('is well when the stream is %s', async (status) => {
    const answer = await checkHealth(aStream(status), now);

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
    const answer = await checkHealth(aStream(status), now);

    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(answer.body)).toMatchObject({
      params: { err: 'UNHEALTHY', errmsg: `ingest stream: expected ACTIVE, found ${status}` },
      result: { healthy: false },
    });
  });

  it('is ill when the stream does not answer, and tells the world no more than the name of the error', async () => {
    const answer = await checkHealth(async () => {
      throw Object.assign(new Error('arn:aws:kinesis:ap-south-1:111122223333'), { name: 'AccessDeniedException' });
    }, now);

    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(answer.body).params.errmsg).toBe('ingest stream: AccessDeniedException');
  });
});

describe('healthCheck', () => {
  it('asks the stream once in five seconds, however often it is asked itself', async () => {
    let time = arrival;
    let asked = 0;
    const check = healthCheck(
      async () => ({ StreamDescriptionSummary: { StreamStatus: ++asked === 1 ? 'DELETING' : 'ACTIVE' } }),
      () => time,
    );

    const first = await Promise.all([check(), check()]);
    time += 4_999;
    const remembered = await check();
    time += 1;
    const fresh = await check();

    expect([...first, remembered, fresh].map(({ statusCode }) => statusCode)).toEqual([503, 503, 503, 200]);
    expect(asked).toBe(2);
  });
});
