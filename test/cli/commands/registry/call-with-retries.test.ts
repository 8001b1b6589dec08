import { createServer } from 'node:http';
import { callWithRetries } from '../../../../cli/commands/registry/call-with-retries.js';
import { close, listen } from '../../../../local/calls/json-service.js';
import { useClosing } from '../../../support/closing.js';

const closing = useClosing();
const good = JSON.stringify({ id: 'api.registry', params: {}, result: { created: true } });

/** Calls a server that answers one status after the other; 0 ends the connection. */
async function callThrough(...statuses: number[]) {
  const bodies: string[] = [];
  const pauses: number[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    const status = statuses.shift() ?? 200;
    if (status === 0) return request.socket.destroy();
    response.writeHead(status).end(status === 200 ? good : '{"message":"no"}');
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  closing(() => close(server));
  const answer = callWithRetries(url, { method: 'PUT', headers: {}, body: 'x' }, async (ms) => void pauses.push(ms));
  return { answer, bodies, pauses };
}

describe('a call of the registry', () => {
  it('is made again, with the same body and later each time, until it is answered', async () => {
    const { answer, bodies, pauses } = await callThrough(503, 0, 429, 500);

    expect(await answer).toMatchObject({ status: 200, result: { created: true } });
    expect(bodies).toEqual(Array(5).fill('x'));
    expect(pauses).toHaveLength(4);
    for (const [attempt, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(400 * 2 ** attempt);
  });

  it('is given up after eight tries', async () => {
    const { answer, bodies } = await callThrough(...Array(9).fill(503));

    await expect(answer).rejects.toThrow('expected an answer, found status 503 at each of 8 tries');
    expect(bodies).toHaveLength(8);
  });

  it.each([
    [401, /Give a token with --token/],
    [403, /The token is not good here/],
    [404, /Is the URL the output RegistryUrl\?/],
  ])('that the gateway refuses with %d is not made again', async (status, message) => {
    const { answer, bodies } = await callThrough(status);

    await expect(answer).rejects.toThrow(message);
    expect(bodies).toHaveLength(1);
  });
});
