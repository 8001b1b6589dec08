import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PostingPorts, postTraffic } from '../../../bench/soak/post-traffic.js';
import { Traffic } from '../../../bench/soak/traffic.js';
import { useClosing } from '../../support/closing.js';

const closing = useClosing();
const traffic = new Traffic({ seed: 7, events: 190, since: Date.UTC(2024, 0, 15) });
const bodies = Array.from({ length: traffic.batches }, (_, batch) => traffic.bodyOf(batch));

/** A server that answers the first tries of each body as told, and the next with 200. */
async function serve(...answers: ((response: ServerResponse) => unknown)[]) {
  const tries = new Map<string, number>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const before = tries.get(body) ?? 0;
    tries.set(body, before + 1);
    const answer = answers[before] ?? ((ok: ServerResponse) => ok.writeHead(200).end());
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tries };
}

function ports(url: string, more: Partial<PostingPorts> = {}) {
  const told = { taken: 0, refused: [] as string[] };
  const made: PostingPorts = {
    url,
    isFull: () => false,
    isOver: () => false,
    taken: (events) => {
      told.taken += events;
    },
    refused: (answer) => told.refused.push(answer),
    ...more,
  };
  return { told, made };
}

describe('the clients of a soak', () => {
  it('send each batch once where all are taken', async () => {
    const { url, tries } = await serve();
    const { told, made } = ports(url);

    await postTraffic(traffic, made);

    expect([...tries].toSorted()).toEqual(bodies.map((body) => [body, 1]).toSorted());
    expect(told).toEqual({ taken: 190, refused: [] });
  });

  it('send a batch again, unchanged, after an error and after a broken connection', async () => {
    const { url, tries } = await serve(
      (response) => response.writeHead(503).end(),
      (response) => response.socket?.destroy(),
    );
    const { told, made } = ports(url);

    await postTraffic(traffic, made);

    expect([...tries].toSorted()).toEqual(bodies.map((body) => [body, 3]).toSorted());
    expect(told.taken).toBe(190);
    expect(new Set(told.refused)).toEqual(new Set(['503', 'no answer']));
    expect(told.refused.length).toBe(2 * bodies.length);
  });

  it('wait while so much is under way', async () => {
    const { url, tries } = await serve();
    let asked = 0;
    const { made } = ports(url, { isFull: () => ++asked < 50, isOver: () => asked >= 20 });

    await postTraffic(traffic, made);

    expect(tries.size).toBeLessThan(bodies.length);
  });
});
