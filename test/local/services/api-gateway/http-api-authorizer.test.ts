import { Authorizer } from '../../../../local/services/api-gateway/authorizer.js';
import type { Outcome } from '../../../../local/services/lambda/messages.js';
import { failure, fakeFunction } from '../../../support/functions.js';
import { ok, route, useHttpApi } from '../../../support/http-apis.js';

const api = useHttpApi();
const cors = { AllowOrigins: ['*'] };
const bearer = (token: string) => ({ authorization: `Bearer ${token}`, origin: 'https://portal.example' });
const yes: Outcome = { result: { isAuthorized: true, context: { consumer: 'portal' } } };
const no: Outcome = { result: { isAuthorized: false } };

interface AuthorizerEvent {
  readonly identitySource: readonly string[];
}

/** An API whose POST asks an authorizer that answers as told, by a clock that the test moves. */
async function guarded(answer: () => Outcome = () => yes, source = '$request.header.Authorization', ttlMs = 300_000) {
  let now = 0;
  const judge = fakeFunction<AuthorizerEvent>(answer);
  const settings = { apiId: 'api', identitySource: [source, '$context.routeKey'], ttlMs };
  const authorizer = new Authorizer(settings, judge, () => now);
  const served = await api(() => ok, { cors }, { authorizer });
  return { ...served, asked: judge.events, pass: (ms: number) => (now += ms) };
}

describe('a request to a guarded route', () => {
  it('that the authorizer lets in reaches the function, with the context that it gave', async () => {
    const { send, events } = await guarded();

    const { status } = await send({ headers: bearer('a') });

    expect(status).toBe(200);
    expect(events[0]?.requestContext).toMatchObject({ authorizer: { lambda: { consumer: 'portal' } } });
  });

  it('is put to the authorizer in payload 2.0, without its body', async () => {
    const { send, asked } = await guarded();

    await send({ headers: bearer('a'), path: '/v1/telemetry?b=1', body: '{}' });

    expect(asked).toEqual([
      expect.objectContaining({
        version: '2.0',
        type: 'REQUEST',
        routeArn: 'arn:aws:execute-api:local-1:000000000000:api/$default/POST/v1/telemetry',
        identitySource: ['Bearer a', route],
        routeKey: route,
        rawPath: '/v1/telemetry',
        rawQueryString: 'b=1',
        headers: expect.objectContaining(bearer('a')),
      }),
    ]);
    expect(asked[0]).not.toHaveProperty('body');
  });

  it.each<[string, Record<string, string>]>([
    ['without its identity source', {}],
    ['with an empty one', { authorization: '' }],
  ])('%s is 401, and nobody is asked', async (_, headers) => {
    const { send, asked, events } = await guarded();

    const { status, body } = await send({ headers });

    expect([status, body]).toEqual([401, '{"message":"Unauthorized"}']);
    expect([asked, events]).toEqual([[], []]);
  });

  it('that the authorizer refuses is 403, and does not reach the function', async () => {
    const { send, events } = await guarded(() => no);

    const { status, body } = await send({ headers: bearer('a') });

    expect([status, body]).toEqual([403, '{"message":"Forbidden"}']);
    expect(events).toEqual([]);
  });

  it.each<[string, Outcome]>([
    ['fails', failure('no secret')],
    ['answers nothing', { result: undefined }],
    ['answers a policy in place of yes or no', { result: { principalId: 'x', policyDocument: {} } }],
  ])('is 500 when the authorizer %s, and the operator is told, without the query', async (_, outcome) => {
    const { send, lines, events } = await guarded(() => outcome);

    const { status } = await send({ headers: bearer('a'), path: '/v1/telemetry?token=secret' });

    expect(status).toBe(500);
    expect(events).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^POST \/v1\/telemetry: dedup-function: /)]);
    expect(lines.join()).not.toContain('token');
  });

  it.each([
    ['401', {}, 401, yes],
    ['403', bearer('a'), 403, no],
    ['500', bearer('a'), 500, failure()],
  ])('has CORS headers on its %s', async (_, headers, status, outcome) => {
    const { send } = await guarded(() => outcome);

    const answer = await send({ headers: { origin: 'https://portal.example', ...headers } });

    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'content-type': 'application/json' });
  });

  it('has its preflight answered without a token', async () => {
    const { send, asked } = await guarded();

    const { status } = await send({ method: 'OPTIONS', headers: { origin: 'https://portal.example' } });

    expect([status, asked]).toEqual([204, []]);
  });

  it('may carry its token in the query', async () => {
    const { send, asked } = await guarded(() => yes, '$request.querystring.token');

    const answers = [await send({ path: '/v1/telemetry?token=a%20b' }), await send({ headers: bearer('a') })];

    expect(answers.map(({ status }) => status)).toEqual([200, 401]);
    expect(asked.map(({ identitySource }) => identitySource[0])).toEqual(['a b']);
  });

  it('leaves other routes open', async () => {
    const { send } = await guarded(() => no);

    const { status } = await send({ method: 'GET', path: '/health' });

    expect(status).toBe(200);
  });
});

describe('an answer of the authorizer', () => {
  it.each([
    ['yes', yes, 200],
    ['no', no, 403],
  ])('%s is remembered for its token until its time is up', async (_, outcome, status) => {
    const { send, asked, pass } = await guarded(() => outcome);

    const first = [await send({ headers: bearer('a') }), await send({ headers: bearer('a') })];
    pass(299_999);
    await send({ headers: bearer('a') });
    expect(asked).toHaveLength(1);
    pass(1);
    await send({ headers: bearer('a') });

    expect(first.map((answer) => answer.status)).toEqual([status, status]);
    expect(asked).toHaveLength(2);
  });

  it('is another for another token', async () => {
    const { send, asked } = await guarded();

    for (const token of ['a', 'b', 'a']) await send({ headers: bearer(token) });

    expect(asked.map(({ identitySource }) => identitySource[0])).toEqual(['Bearer a', 'Bearer b']);
  });

  it('that failed is not remembered', async () => {
    const outcomes = [failure(), yes];
    const { send } = await guarded(() => outcomes.shift() ?? no);

    const answers = [await send({ headers: bearer('a') }), await send({ headers: bearer('a') })];

    expect(answers.map(({ status }) => status)).toEqual([500, 200]);
  });

  it('is asked for each time where none is to be remembered', async () => {
    const { send, asked } = await guarded(() => yes, '$request.header.Authorization', 0);

    for (const token of ['a', 'a']) await send({ headers: bearer(token) });

    expect(asked).toHaveLength(2);
  });
});

it('an identity source that is not built is named', () => {
  const make = () =>
    new Authorizer(
      { apiId: 'api', identitySource: ['$stageVariables.a'], ttlMs: 0 },
      fakeFunction(() => yes),
    );

  expect(make).toThrow(
    'expected $request.header.…, $request.querystring.… or $context.routeKey, found $stageVariables.a.',
  );
});
