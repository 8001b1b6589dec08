import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { Client } from '@opensearch-project/opensearch';
import { searchPorts } from '../../../../lambdas/search-setup/aws/search-ports.js';
import { regionOfDomain, searchClientFor } from '../../../../lambdas/shared/aws/search-client.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { close, listen } from '../../../../local/calls/json-service.js';

interface Taken {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const domain = 'https://search-telemetry-abc123.ap-south-1.es.amazonaws.com';

describe('regionOfDomain', () => {
  it.each([
    [domain, 'ap-south-1'],
    ['https://vpc-telemetry-abc123.us-gov-west-1.es.amazonaws.com/', 'us-gov-west-1'],
    ['https://search-telemetry.cn-north-1.es.amazonaws.com.cn', 'cn-north-1'],
    ['http://127.0.0.1:9200', undefined],
    ['https://es.amazonaws.com.example.org', undefined],
  ])('of %s is %s', (endpoint, region) => {
    expect(regionOfDomain(endpoint)).toBe(region);
  });
});

describe('a search client', () => {
  let server: Server;
  let taken: Taken[] = [];
  let answer = { status: 200, body: '{}' };
  beforeEach(() => {
    taken = [];
    answer = { status: 200, body: '{"ok":true}' };
    server = createServer(({ url, headers }, response) => {
      taken.push({ url, headers });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  afterEach(() => close(server));

  it('signs for a domain, for its region and service', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' });
    const client = searchClientFor(domain);
    leadTo(client, await listen(server));

    await searchPorts(client).ask({ method: 'PUT', path: '/_index_template/telemetry', body: { a: 1 } });

    const headers = taken[0]?.headers;
    expect(headers?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDTEST\/\d{8}\/ap-south-1\/es\/aws4_request, /,
    );
    expect(headers?.host).toBe(new URL(domain).host);
  });

  it('sends user and password where the address has them, and nothing of that where it has none', async () => {
    const port = await listen(server);

    await searchPorts(searchClientFor(`http://admin:s%20cret@127.0.0.1:${port}`)).ask({ method: 'GET', path: '/' });
    await searchPorts(searchClientFor(`http://127.0.0.1:${port}`)).ask({ method: 'GET', path: '/' });

    const [withUser, without] = taken.map(({ headers }) => headers.authorization);
    expect(withUser).toBe(`Basic ${Buffer.from('admin:s cret').toString('base64')}`);
    expect(without).toBeUndefined();
  });

  it('keeps a path of many indices, the query and a header of its own', async () => {
    const ports = searchPorts(searchClientFor(`http://127.0.0.1:${await listen(server)}`));
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'osd-xsrf': 'true' };

    await ports.ask({ method: 'POST', path: '/a-*,b-*/_search', query: { q: 'x y' }, headers, body: '--b--' });

    expect(taken[0]).toMatchObject({ url: '/a-*,b-*/_search?q=x%20y', headers });
  });

  it('hands an error that was answered to the caller', async () => {
    answer = { status: 404, body: '{"error":"none"}' };
    const ports = searchPorts(searchClientFor(`http://127.0.0.1:${await listen(server)}`));

    expect(await ports.ask({ method: 'GET', path: '/x' })).toEqual({ status: 404, body: { error: 'none' } });
  });

  it('throws where nobody answers', async () => {
    const asked = searchPorts(searchClientFor('http://127.0.0.1:1')).ask({ method: 'GET', path: '/' });

    await expect(asked).rejects.toThrow(DependencyError);
    await expect(asked).rejects.toThrow('no answer to GET /');
    await listen(server);
  });
});

/** Has a client of an address in AWS talk to this machine; what it sends stays as it is. */
function leadTo(client: Client, port: number): void {
  for (const connection of client.connectionPool.connections) {
    Object.assign(connection, {
      makeRequest: (sent: { method: string; path: string; headers: Record<string, string> }) =>
        request({ method: sent.method, path: sent.path, headers: sent.headers, host: '127.0.0.1', port }),
    });
  }
}
