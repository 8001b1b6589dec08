import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real server of public keys on loopback; the answer can be changed, and its requests are counted. */
export async function fakeJwksServer(keys: Readonly<Record<string, KeyObject>>) {
  const jwks = (all: typeof keys) => ({
    keys: Object.entries(all).map(([kid, key]) => ({
      ...key.export({ format: 'jwk' }),
      kid,
      alg: 'RS256',
      use: 'sig',
    })),
  });
  let answer: { readonly status: number; readonly body: string } = { status: 200, body: JSON.stringify(jwks(keys)) };
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' }).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    requests: () => requests,
    answerWith: (status: number, body: string) => {
      answer = { status, body };
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
