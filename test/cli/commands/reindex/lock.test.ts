import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Client } from '@opensearch-project/opensearch';
import { takeLock } from '../../../../cli/commands/reindex/search/lock.js';
import { close, listen } from '../../../../local/calls/json-service.js';
import { useClosing } from '../../../support/closing.js';

const closing = useClosing();
const holder = { host: 'a-host', pid: 1, at: '2026-11-27T12:00:00.000Z', from: '2026-11-26', to: '2026-11-26' };

/** One document that is made, read, and deleted by the number of its write; the first `lost` answers of writes are lost. */
async function anEngine({ lost = 0 } = {}) {
  let held: { readonly _source: unknown; readonly _seq_no: number } | undefined;
  const [meta, writes] = [{ _primary_term: 1 }, { count: 0 }];
  const calls: Record<string, (body: string, query: URLSearchParams) => [number, object]> = {
    GET: () => (held ? [200, { found: true, ...meta, ...held }] : [404, { found: false }]),
    PUT: (body) => {
      if (held) return [409, {}];
      held = { _source: JSON.parse(body), _seq_no: writes.count++ };
      return [201, { ...meta, _seq_no: held._seq_no }];
    },
    DELETE: (_, query) => {
      if (String(held?._seq_no) !== query.get('if_seq_no')) return [409, {}];
      held = undefined;
      return [200, {}];
    },
  };
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    const body = await text(request);
    const [path, query] = url.split('?');
    const isLock = path?.endsWith('/lock') || path?.endsWith('/lock/_create');
    const [status, answer] = isLock ? (calls[method]?.(body, new URLSearchParams(query)) ?? [405, {}]) : [200, {}];
    if (isLock && method === 'PUT' && lost-- > 0) return request.socket.destroy();
    return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  const client = new Client({ node: `http://127.0.0.1:${await listen(server)}`, maxRetries: 2 });
  closing(async () => {
    await client.close();
    await close(server);
  });
  return { client, held: () => held };
}

describe('the lock of an OpenSearch', () => {
  it('is this run’s, too, where the answer to its write was lost and the client has sent it again', async () => {
    const { client, held } = await anEngine({ lost: 1 });

    const release = await takeLock(client, holder, false);
    const taken = held();
    await release();

    expect(taken).toMatchObject({ _source: holder });
    expect(held()).toBeUndefined();
  });

  it('is one run’s of two that began at the same moment', async () => {
    const { client } = await anEngine();

    const takes = await Promise.allSettled([takeLock(client, holder, false), takeLock(client, holder, false)]);

    expect(takes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
