import { Throttle } from '../../../../local/services/api-gateway/throttle.js';
import { failure } from '../../../support/functions.js';
import { type Answer, ok, useHttpApi } from '../../../support/http-apis.js';

const api = useHttpApi();
const page = 'https://portal.example.org';
const own = {
  AllowOrigins: [page],
  AllowMethods: ['POST', 'GET'],
  AllowHeaders: ['content-type', 'x-channel-id'],
  MaxAge: 86_400,
};
const everybody = { ...own, AllowOrigins: ['*'] };

/** The CORS headers of an answer. */
function corsOf({ headers }: Answer): object {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));
}

const allowingAll = { 'access-control-allow-origin': '*' };

describe('a preflight', () => {
  const preflight = (origin = page) => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  });

  it('is answered with 204 and what is allowed, without the function', async () => {
    const { send, events } = await api(undefined, { cors: own });

    const answer = await send(preflight());

    expect(answer.status).toBe(204);
    expect(answer.body).toBe('');
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'POST,GET',
      'access-control-allow-headers': 'content-type,x-channel-id',
      'access-control-max-age': '86400',
    });
    expect(answer.headers.vary).toBe('origin');
    expect(events).toEqual([]);
  });

  it('is answered on every path, be there a route or not', async () => {
    const { send } = await api(undefined, { cors: everybody });

    const answer = await send({ ...preflight(), path: '/nowhere' });

    expect(answer.status).toBe(204);
    expect(corsOf(answer)).toMatchObject(allowingAll);
  });

  it('of another origin is told nothing', async () => {
    const { send } = await api(undefined, { cors: own });

    const answer = await send(preflight('https://elsewhere.example.org'));

    expect(answer.status).toBe(204);
    expect(corsOf(answer)).toEqual({});
  });

  it('uses up no token of the throttle', async () => {
    const { send } = await api(undefined, { cors: own, throttle: new Throttle(0, 1) });

    const answers = [await send(preflight()), await send(preflight()), await send()];

    expect(answers.map(({ status }) => status)).toEqual([204, 204, 200]);
  });
});

describe('CORS headers', () => {
  const headers = { origin: page };

  it('are on the answer of the function, beside its own headers', async () => {
    const answering = () => ({ result: { statusCode: 200, headers: { 'x-own': 'kept' } } });
    const { send } = await api(answering, { cors: everybody });

    const answer = await send({ headers });

    expect(answer.headers).toMatchObject({ ...allowingAll, 'x-own': 'kept' });
  });

  it.each([
    ['404', { path: '/nowhere' }, 404],
    ['413', { body: Buffer.alloc(10 * 1024 * 1024 + 1) }, 413],
    ['500', {}, 500],
  ])('are on an answer %s of the gateway itself', async (_, request, status) => {
    const { send } = await api(() => failure(), { cors: everybody });

    const answer = await send({ headers, ...request });

    expect(answer.status).toBe(status);
    expect(corsOf(answer)).toEqual(allowingAll);
  });

  it('are on an answer 429', async () => {
    const { send } = await api(undefined, { cors: everybody, throttle: new Throttle(0, 0) });

    const answer = await send({ headers });

    expect(answer.status).toBe(429);
    expect(corsOf(answer)).toEqual(allowingAll);
  });

  it.each([
    ['to another origin', { cors: own }, { origin: 'https://elsewhere.example.org' }],
    ['to a client that is no page', { cors: own }, {}],
    ['where the API allows no page', {}, headers],
  ])('are not sent %s, whose request is served all the same', async (_, overrides, sent) => {
    const { send } = await api(() => ok, overrides);

    const answer = await send({ headers: sent as Record<string, string> });

    expect(answer.status).toBe(200);
    expect(corsOf(answer)).toEqual({});
  });

  it('allow credentials where the API does, on a preflight and on an answer', async () => {
    const { send } = await api(undefined, { cors: { ...own, AllowCredentials: true } });

    const answers = [await send({ method: 'OPTIONS', headers }), await send({ headers })];

    const allowing = { 'access-control-allow-origin': page, 'access-control-allow-credentials': 'true' };
    expect(answers.map(corsOf)).toEqual([expect.objectContaining(allowing), allowing]);
  });

  it.each([
    ['https://elsewhere.example.org', 'https://elsewhere.example.org'],
    ['http://elsewhere.example.org', undefined],
    ['null', undefined],
  ])('allow to %s what https://* covers', async (origin, allowed) => {
    const { send } = await api(undefined, { cors: { ...own, AllowOrigins: ['https://*'] } });

    const answer = await send({ headers: { origin } });

    expect(answer.headers['access-control-allow-origin']).toBe(allowed);
  });
});
