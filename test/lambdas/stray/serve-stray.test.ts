import fc from 'fast-check';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { routesOf, splitKey } from '../../../lambdas/stray/routes.js';
import { type Invoked, type StrayPorts, serveStray } from '../../../lambdas/stray/serve-stray.js';
import { aRequest } from '../../factories/requests.js';
import { someRoutes } from '../../factories/routes.js';

const context = { consumer: 'portal', scopes: 'telemetry:write' };
const yes: Invoked = { result: { isAuthorized: true, context } };
const fine = { statusCode: 200, headers: { 'x-own': 'kept' }, body: 'fine' };

/** An event as API Gateway gives it to a greedy route. */
function aStray(method: string, path: string, overrides: object = {}) {
  const { requestContext, ...event } = aRequest();
  const routeKey = `${method} /{proxy+}`;
  return {
    ...event,
    routeKey,
    rawPath: path,
    pathParameters: { proxy: path.slice(1) },
    ...overrides,
    requestContext: { ...requestContext, routeKey, http: { ...requestContext.http, method, path } },
  } as Parameters<typeof serveStray>[0];
}

/** Functions that answer as told, and what they were invoked with, in order. */
function functions(answers: Readonly<Record<string, Invoked>> = {}, authorizer: string | undefined = 'authorize') {
  // biome-ignore lint/suspicious/noExplicitAny: events of several shapes; the assertions say which.
  const invoked: [name: string, event: any][] = [];
  const ports: StrayPorts = {
    routes: routesOf(someRoutes),
    authorizer,
    invoke: async (name, event) => {
      invoked.push([name, event]);
      return answers[name] ?? (name === 'authorize' ? yes : { result: fine });
    },
    now: () => 1_767_225_600_000,
  };
  return { ports, invoked, names: () => invoked.map(([name]) => name) };
}

const bearer = { headers: { authorization: 'Bearer t' } };
const bothTokens = { ...bearer, queryStringParameters: { token: 't' } };

describe('a request whose path has but slashes too many, or an address before it', () => {
  it.each([
    ['//v1/telemetry', 'POST /v1/telemetry', '/v1/telemetry'],
    ['/v1/telemetry/', 'POST /v1/telemetry', '/v1/telemetry'],
    ['///v1//telemetry//', 'POST /v1/telemetry', '/v1/telemetry'],
    ['/v1/telemetry/v1/telemetry', 'POST /v1/telemetry', '/v1/telemetry'],
    ['/v1/telemetry//data/v3/telemetry', 'POST /data/v3/telemetry', '/data/v3/telemetry'],
    ['/dataset/v1/dataset/v1/request/submit', 'POST /dataset/v1/request/submit', '/dataset/v1/request/submit'],
  ])('%s is served by %s', async (path, routeKey, straight) => {
    const { ports, invoked } = functions();

    const served = await serveStray(aStray('POST', path, { ...bearer, body: '{}' }), ports);

    expect(served).toEqual({ answer: fine, outcome: 'handedOn' });
    const [, [, event] = []] = invoked;
    expect(event).toMatchObject({ routeKey, rawPath: straight, body: '{}', headers: bearer.headers });
    expect(event.requestContext).toMatchObject({ routeKey, http: { method: 'POST', path: straight } });
    expect(event).not.toHaveProperty('pathParameters');
  });

  it('reaches a route with variables with their values', async () => {
    const { ports, invoked } = functions();

    await serveStray(aStray('GET', '//registry/v1/user//f:a:b/', bearer), ports);

    expect(invoked.at(-1)).toMatchObject([
      'registry',
      { routeKey: 'GET /registry/v1/{kind}/{id}', pathParameters: { kind: 'user', id: 'f:a:b' } },
    ]);
  });
});

describe('the token of a request that is handed on', () => {
  it('is judged first, for the route that was meant, and what was said of it goes on with the request', async () => {
    const { ports, invoked } = functions();

    await serveStray(aStray('POST', '//v1/telemetry', bearer), ports);

    const [[judge, asked] = [], [, event] = []] = invoked;
    expect([judge, asked]).toEqual([
      'authorize',
      { version: '2.0', type: 'REQUEST', routeKey: 'POST /v1/telemetry', identitySource: ['Bearer t'] },
    ]);
    expect(event.requestContext.authorizer).toEqual({ lambda: context });
  });

  it('is in the query where the route has it there', async () => {
    const { ports, invoked } = functions();
    const query = { queryStringParameters: { token: 'q' } };

    await serveStray(aStray('GET', '/v1/telemetry/pixel/', { ...bearer, ...query }), ports);

    expect(invoked[0]).toMatchObject(['authorize', { identitySource: ['q'] }]);
  });

  it('that is missing is 401, without asking anyone', async () => {
    const { ports, invoked } = functions();

    const { answer } = await serveStray(aStray('POST', '//v1/telemetry'), ports);

    expect([answer.statusCode, answer.body, invoked]).toEqual([401, '{"message":"Unauthorized"}', []]);
  });

  it.each([
    ['no', { isAuthorized: false }],
    ['what is no yes', { isAuthorized: 'true' }],
    ['nothing', undefined],
  ])('that the authorizer says %s to is 403, and goes nowhere', async (_, result) => {
    const { ports, names } = functions({ authorize: { result } });

    const { answer } = await serveStray(aStray('POST', '//v1/telemetry', bearer), ports);

    expect([answer.statusCode, answer.body, names()]).toEqual([403, '{"message":"Forbidden"}', ['authorize']]);
  });

  it('that the authorizer fails on is 500, and goes nowhere', async () => {
    const { ports, names } = functions({ authorize: { failed: 'error', why: 'Error: no secret' } });

    const served = await serveStray(aStray('POST', '//v1/telemetry', bearer), ports);

    expect(served).toMatchObject({ answer: { statusCode: 500 }, outcome: 'unavailable', why: 'Error: no secret' });
    expect(names()).toEqual(['authorize']);
  });

  it('is never forgotten: without an authorizer no route that takes one is reached', async () => {
    const { ports, invoked } = functions();

    const served = serveStray(aStray('POST', '//v1/telemetry', bearer), { ...ports, authorizer: undefined });

    await expect(served).rejects.toThrow(/^POST \/v1\/telemetry: expected AUTHORIZER/);
    expect(invoked).toEqual([]);
  });

  it('is not asked for where the route takes none', async () => {
    const { ports, names } = functions();

    const { answer } = await serveStray(aStray('GET', '/health/'), ports);

    expect([answer, names()]).toEqual([fine, ['ingest']]);
  });

  it('decides, however a path is written: a function behind a token is reached after a yes alone', async () => {
    const slashes = fc.integer({ min: 1, max: 3 }).map((count) => '/'.repeat(count));
    const guarded = [...routesOf(someRoutes)].filter(([, { place }]) => place !== 'none').map(([key]) => key);
    const paths = fc.constantFrom(...guarded).chain((key) => {
      const { method, path } = splitKey(key);
      const parts = path.slice(1).split('/');
      return fc
        .tuple(fc.array(slashes, { minLength: parts.length, maxLength: parts.length }), fc.constantFrom('', '/', '//'))
        .map(([before, end]) => [method, `${parts.map((part, at) => `${before[at]}${part}`).join('')}${end}`] as const);
    });

    const cases = fc.constantFrom(
      { token: {}, isAuthorized: true, status: 401, reached: [] },
      { token: bothTokens, isAuthorized: false, status: 403, reached: ['authorize'] },
      {
        token: bothTokens,
        isAuthorized: true,
        status: 200,
        reached: ['authorize', expect.not.stringMatching('authorize')],
      },
    );

    await fc.assert(
      fc.asyncProperty(paths, cases, async ([method, path], { token, isAuthorized, status, reached }) => {
        const { ports, names } = functions({ authorize: { result: { isAuthorized } } });

        const { answer } = await serveStray(aStray(method, path, token), ports);

        expect([answer.statusCode, names()]).toEqual([status, reached]);
      }),
    );
  });
});

describe('a request for what is nowhere', () => {
  it('is 404 in the shape of an answer of the API, and reaches no function', async () => {
    const { ports, invoked } = functions();

    const { answer, outcome } = await serveStray(aStray('POST', '/v1/telemetri', bearer), ports);

    expect([answer.statusCode, answer.headers, outcome]).toEqual([
      404,
      { 'content-type': 'application/json' },
      'unknown',
    ]);
    expect(JSON.parse(answer.body ?? '')).toEqual({
      id: 'api.unknown',
      ver: '1.0',
      ets: 1_767_225_600_000,
      params: {
        status: 'failed',
        err: 'UNKNOWN_ADDRESS',
        errmsg: 'path: expected one that this API has, found POST /v1/telemetri. The nearest is POST /v1/telemetry.',
      },
      responseCode: 'RESOURCE_NOT_FOUND',
      result: {},
    });
    expect(invoked).toEqual([]);
  });

  it.each(['/', '//', '/v1/telemetry/v1', '/{proxy+}', '/registry/v1//x', '/v1/%2E%2E/registry/v1/user/u'])(
    'such as GET %s is 404',
    async (path) => {
      const { ports, invoked } = functions();

      const { answer } = await serveStray(aStray('GET', path, bearer), ports);

      expect([answer.statusCode, invoked]).toEqual([404, []]);
    },
  );
});

describe('a function that can not answer', () => {
  it.each(['authorize', 'ingest'])('because Lambda can not be asked for %s is 503: send it again', async (down) => {
    const { ports } = functions();
    const invoke: StrayPorts['invoke'] = async (name, event) => {
      if (name === down) throw new DependencyError('Lambda: down');
      return ports.invoke(name, event);
    };

    const served = await serveStray(aStray('POST', '//v1/telemetry', bearer), { ...ports, invoke });

    expect(served).toMatchObject({ answer: { statusCode: 503 }, outcome: 'unavailable', why: 'Lambda: down' });
  });

  it.each([
    ['fails', 'error', 500, 'Internal Server Error', 'unavailable'],
    ['has no concurrency left', 'throttled', 503, 'Service Unavailable', 'unavailable'],
    ['can not take so much', 'too-large', 413, 'Request Entity Too Large', 'refused'],
  ] as const)('because it %s is told of as API Gateway tells it', async (_, failed, status, message, outcome) => {
    const { ports } = functions({ ingest: { failed, why: 'ingest: why' } });

    const served = await serveStray(aStray('POST', '//v1/telemetry', bearer), ports);

    expect(served).toMatchObject({ answer: { statusCode: status }, outcome, why: 'ingest: why' });
    expect(JSON.parse(served.answer.body ?? '')).toEqual({ message });
  });
});
