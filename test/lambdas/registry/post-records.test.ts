import fc from 'fast-check';
import { maxBulk, maxRecordBytes } from '../../../lambdas/registry/limits.js';
import { serveRequest } from '../../../lambdas/registry/serve-request.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aBot, aRegistryRequest, aUser } from '../../factories/records.js';
import { fakeDataKeys } from '../../fakes/fake-data-keys.js';
import { fakeRecords } from '../../fakes/fake-records.js';

const now = 1_705_300_200_000;

function aRegistry(records = fakeRecords()) {
  const ports = { records, keys: fakeDataKeys(), now: () => now };
  const serve = async (...request: Parameters<typeof aRegistryRequest>) => {
    const { answer, ...served } = await serveRequest(aRegistryRequest(...request), ports);
    const { params, result } = JSON.parse(answer.body);
    return { status: answer.statusCode, err: params.err, errmsg: params.errmsg, result, ...served };
  };
  const post = (kind: string, sent: unknown, overrides = {}) => serve('POST', kind, '', { records: sent }, overrides);
  return { serve, post, records };
}

describe('many records', () => {
  it('are each judged by itself; those that are good are written, the others told by their place', async () => {
    const { post, records } = aRegistry();

    const { status, result, counts } = await post('user', [
      { id: 'u-1', ...aUser() },
      { id: 'u-2', phone: 9_000_000_001 },
      { id: 'asha@example.org' },
      'u-4',
      { id: 'u-5', name: 'x'.repeat(maxRecordBytes) },
      { id: 'u-6', registrations: [] },
    ]);

    expect([status, counts]).toEqual([200, { written: 2, refused: 4 }]);
    expect(result).toEqual({
      kind: 'user',
      received: 6,
      written: 2,
      failed: 4,
      failures: [
        expect.objectContaining({ index: 1, id: 'u-2', err: 'INVALID_RECORD', pointer: '/phone', found: 'number' }),
        expect.objectContaining({ index: 2, err: 'INVALID_RECORD', pointer: '/id' }),
        expect.objectContaining({ index: 3, err: 'INVALID_RECORD', expected: 'object' }),
        expect.objectContaining({ index: 4, id: 'u-5', expected: `at most ${maxRecordBytes} bytes` }),
      ],
    });
    expect(result.failures[1]).not.toHaveProperty('id');
    expect([...records.stored.keys()]).toEqual(['user#u-1', 'user#u-6']);
  });

  it('leave what as many PUTs, one after the other, would have left', async () => {
    const record = fc.record({
      id: fc.constantFrom('b-1', 'b-2', 'b-3'),
      name: fc.constantFrom('', 'One', 'Two'),
      ownerOrgID: fc.constantFrom('goa', 'delhi', 'punjab'),
    });
    const channels = ['goa', 'delhi'];
    await fc.assert(
      fc.asyncProperty(fc.array(record), fc.array(record), async (before, sent) => {
        const [one, many] = [aRegistry(), aRegistry()];
        for (const { serve } of [one, many]) for (const bot of before) await serve('PUT', 'bot', bot.id, bot);

        const statuses: number[] = [];
        for (const bot of sent) statuses.push((await one.serve('PUT', 'bot', bot.id, bot, { channels })).status);
        const { result } = await many.post('bot', sent, { channels });

        const open = ({ records }: typeof one) => [...records.stored].map(([entity, stored]) => [entity, stored.open]);
        expect(open(many).toSorted()).toEqual(open(one).toSorted());
        expect(result.failures.map(({ index }: { index: number }) => index)).toEqual(
          statuses.flatMap((status, index) => (status === 200 ? [] : [index])),
        );
      }),
    );
  });

  it('may be sent again as they are', async () => {
    const { post, records } = aRegistry();
    const sent = [
      { id: 'b-1', ...aBot({ name: 'Old' }) },
      { id: 'b-1', ...aBot() },
    ];

    const results = [await post('bot', sent), await post('bot', sent)].map(({ result }) => result);

    expect(results).toEqual(Array(2).fill(expect.objectContaining({ received: 2, written: 2, failed: 0 })));
    expect(records.stored.get('bot#b-1')?.open).toEqual({ id: 'b-1', ...aBot() });
  });

  it('that others write at the same moment are read anew, those alone', async () => {
    const { post, records } = aRegistry();
    records.conflicts = 1;

    const { result } = await post('bot', [
      { id: 'b-1', ...aBot() },
      { id: 'b-2', ...aBot() },
    ]);

    expect(result).toMatchObject({ written: 2, failed: 0 });
    expect(records.effects).toHaveLength(2);
  });

  it('whose body is none are refused as a whole', async () => {
    const { serve, post } = aRegistry();
    const tooMany = Array.from({ length: maxBulk.records + 1 }, (_, n) => ({ id: `b-${n}`, ...aBot() }));

    const refused = [
      await serve('POST', 'bot', '', '{'),
      await serve('POST', 'bot', '', '[]'),
      await serve('POST', 'bot', '', '{"record":[]}'),
      await post('bot', tooMany),
      await serve('POST', 'bot', '', ' '.repeat(maxBulk.bytes + 1)),
      await serve('POST', 'widget', '', '{}'),
    ];

    expect(refused.map(({ status, err }) => [status, err])).toEqual([
      [400, 'INVALID_RECORD'],
      [400, 'INVALID_RECORD'],
      [400, 'INVALID_RECORD'],
      [413, 'TOO_LARGE'],
      [413, 'TOO_LARGE'],
      [404, 'UNKNOWN_KIND'],
    ]);
    expect(refused[3]?.errmsg).toBe('/records: expected at most 100 records, found 101');
  });

  it('are a 503 where the table is down, and none of none is no call at all', async () => {
    const { post } = aRegistry(fakeRecords(new DependencyError('down')));

    expect(await post('bot', [{ id: 'b-1', ...aBot() }])).toMatchObject({ status: 503, err: 'UNAVAILABLE' });
    expect(await post('bot', [])).toMatchObject({ status: 200, result: { received: 0, written: 0, failed: 0 } });
  });
});
