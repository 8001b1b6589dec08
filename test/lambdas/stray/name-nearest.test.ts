import { nameNearest } from '../../../lambdas/stray/name-nearest.js';
import { routesOf } from '../../../lambdas/stray/routes.js';
import { someRoutes } from '../../factories/routes.js';

const name = (method: string, path: string) => nameNearest(routesOf(someRoutes), method, path);

describe('the text of a 404', () => {
  it.each([
    ['POST', '/v1/telemetri', 'POST /v1/telemetry'],
    ['POST', '/telemetry', 'POST /v1/telemetry'],
    ['POST', '/v2/telemetry', 'POST /v1/telemetry'],
    ['POST', '/V1/Telemetry', 'POST /v1/telemetry'],
    ['POST', '/behind/a/proxy/of/the/portal/v1/telemetry', 'POST /v1/telemetry'],
    ['GET', '/healthz', 'GET /health'],
    ['HEAD', '/healthz', 'HEAD /health'],
    ['GET', '/dataset/v1/request/reed/a-tag-of-some-length', 'GET /dataset/v1/request/read/{tag}'],
    ['PUT', '/registri/v1/user/f:a:b', 'PUT /registry/v1/{kind}/{id}'],
  ])('for %s %s names %s', (method, path, nearest) => {
    expect(name(method, path)).toBe(
      `path: expected one that this API has, found ${method} ${path}. The nearest is ${nearest}.`,
    );
  });

  it.each([
    ['GET', '/v1/telemetry', 'POST /v1/telemetry'],
    ['GET', '//v1/telemetry/', 'POST /v1/telemetry'],
    ['POST', '/health', 'GET /health or HEAD /health'],
    ['DELETE', '/registry/v1/user/u-1', 'GET /registry/v1/{kind}/{id} or PUT /registry/v1/{kind}/{id}'],
  ])('for %s %s, whose method alone is wrong, names %s', (method, path, expected) => {
    expect(name(method, path)).toBe(
      `method: expected ${expected}, found ${method} ${path}. Another method is not taken there.`,
    );
  });

  it('for what is like nothing here says where telemetry goes', () => {
    expect(name('GET', '/wp-login.php')).toBe(
      'path: expected one that this API has, found GET /wp-login.php. Telemetry goes to POST /v1/telemetry; GET /health says if it is taken.',
    );
  });

  it('repeats no more of a path than a hundred characters', () => {
    expect(name('GET', `/${'a'.repeat(8_000)}`)).toContain(`found GET /${'a'.repeat(99)}…. `);
  });
});
