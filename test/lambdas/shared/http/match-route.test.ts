import { matchRoute } from '../../../../lambdas/shared/http/match-route.js';

const keys = [
  'GET /health',
  'GET /registry/v1/{kind}/{id}',
  'PUT /registry/v1/{kind}/{id}',
  'GET /registry/v1/bot/{id}',
  'GET /registry/v1/{kind}/list',
  'GET /registry/v1/user/list',
];
const match = (method: string, path: string) => matchRoute(new Map(keys.map((key) => [key, key])), method, path);

describe('a request', () => {
  it('goes to the route of its path, without variables', () => {
    expect(match('GET', '/health')).toEqual({ routeKey: 'GET /health', route: 'GET /health' });
  });

  it('goes to a route with variables, and has their values decoded', () => {
    expect(match('PUT', '/registry/v1/user/f%3Aa%3Ab')).toEqual({
      routeKey: 'PUT /registry/v1/{kind}/{id}',
      route: 'PUT /registry/v1/{kind}/{id}',
      pathParameters: { kind: 'user', id: 'f:a:b' },
    });
  });

  it.each([
    ['/registry/v1/user/list', 'GET /registry/v1/user/list'],
    ['/registry/v1/bot/list', 'GET /registry/v1/bot/{id}'],
    ['/registry/v1/device/list', 'GET /registry/v1/{kind}/list'],
    ['/registry/v1/device/x', 'GET /registry/v1/{kind}/{id}'],
  ])('to %s goes to the route that is the most specific', (path, expected) => {
    expect(match('GET', path)?.routeKey).toBe(expected);
  });

  it.each([
    ['DELETE', '/registry/v1/bot/b'],
    ['GET', '/registry/v1/bot'],
    ['GET', '/registry/v1/bot/'],
    ['GET', '/registry/v1//b'],
    ['GET', '/registry/v1/bot/b/c'],
    ['GET', '/registry/v1/bot/b%2Fc'],
    ['PUT', '/registry/v1/location/49.206.0.0%2F16'],
    ['GET', '/registry/v1/{kind}'],
  ])('%s %s goes nowhere', (method, path) => {
    expect(match(method, path)).toBeUndefined();
  });

  it('whose path is encoded where it need not be goes where it says', () => {
    expect(match('GET', '/%68ealth')?.routeKey).toBe('GET /health');
  });

  it('with what can not be decoded has it as it is', () => {
    expect(match('PUT', '/registry/v1/bot/%E0%A4%A')?.pathParameters).toEqual({ kind: 'bot', id: '%E0%A4%A' });
  });
});

describe('a request that no route has by itself', () => {
  const routes = ['GET /{proxy+}', 'POST /{proxy+}', 'GET /files/{name+}', 'GET /files/{name}', 'GET /health'];
  const matchGreedy = (method: string, path: string) => {
    const { routeKey, pathParameters } = matchRoute(new Map(routes.map((key) => [key, key])), method, path) ?? {};
    return [routeKey, pathParameters];
  };

  it.each([
    ['GET', '/', [undefined, undefined]],
    ['PUT', '/anything', [undefined, undefined]],
    ['GET', '/health', ['GET /health', undefined]],
    ['GET', '/health/', ['GET /{proxy+}', { proxy: 'health/' }]],
    ['GET', '//health', ['GET /{proxy+}', { proxy: '/health' }]],
    ['POST', '/health', ['POST /{proxy+}', { proxy: 'health' }]],
    ['GET', '/files/a', ['GET /files/{name}', { name: 'a' }]],
    ['GET', '/files/a/b', ['GET /files/{name+}', { name: 'a/b' }]],
    ['GET', '/files/a%2Fb', ['GET /files/{name+}', { name: 'a/b' }]],
    ['GET', '/files/', ['GET /{proxy+}', { proxy: 'files/' }]],
  ])('%s %s goes to a greedy one where that catches it, and to the most specific', (method, path, expected) => {
    expect(matchGreedy(method, path)).toEqual(expected);
  });
});
