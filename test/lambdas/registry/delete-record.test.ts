import { serveRequest } from '../../../lambdas/registry/serve-request.js';
import { aBot, aRegistryRequest, aUser } from '../../factories/records.js';
import { fakeDataKeys } from '../../fakes/fake-data-keys.js';
import { fakeRecords } from '../../fakes/fake-records.js';

const now = 1_705_300_200_000;

function aRegistry() {
  const records = fakeRecords();
  const ports = { records, keys: fakeDataKeys(), now: () => now };
  const serve = async (...request: Parameters<typeof aRegistryRequest>) => {
    const { answer } = await serveRequest(aRegistryRequest(...request), ports);
    const { params, result } = JSON.parse(answer.body);
    return { status: answer.statusCode, err: params.err, errmsg: params.errmsg, result };
  };
  return { serve, records };
}

describe('a person who is deleted', () => {
  it.each(['user', 'device'])('of kind %s is no record any more, and known as erased', async (kind) => {
    const { serve, records } = aRegistry();
    await serve('PUT', kind, 'x-1', kind === 'user' ? aUser() : { city: 'Panaji' });

    const erased = [await serve('DELETE', kind, 'x-1'), await serve('DELETE', kind, 'x-1')];
    const read = await serve('GET', kind, 'x-1');

    expect(erased.map(({ status, result }) => [status, result])).toEqual([
      [200, { kind, id: 'x-1', removed: true, erased: true }],
      [200, { kind, id: 'x-1', removed: false, erased: true }],
    ]);
    expect([read.status, read.err]).toEqual([404, 'NOT_FOUND']);
    expect([...records.stored.values()]).toEqual([
      { kind, id: 'x-1', revision: now + 1, open: {}, sealed: {}, erased: now },
    ]);
  });

  it('without ever having had a record is known as erased all the same: there may be events', async () => {
    const { serve, records } = aRegistry();

    const { status, result } = await serve('DELETE', 'user', 'u-9');

    expect([status, result]).toEqual([200, { kind: 'user', id: 'u-9', removed: false, erased: true }]);
    expect(records.stored.get('user#u-9')).toMatchObject({ erased: now });
  });

  it('is not brought back by a PUT or by tomorrow’s import, which are told how to', async () => {
    const { serve, records } = aRegistry();
    await serve('DELETE', 'user', 'u-1');

    const put = await serve('PUT', 'user', 'u-1', aUser());
    const posted = await serve('POST', 'user', '', {
      records: [
        { id: 'u-1', ...aUser() },
        { id: 'u-2', ...aUser() },
      ],
    });

    expect(put).toMatchObject({ status: 409, err: 'ERASED', errmsg: expect.stringContaining('revive=true') });
    expect(posted.result).toMatchObject({
      written: 1,
      failures: [{ index: 0, id: 'u-1', err: 'ERASED', message: expect.stringContaining('revive=true') }],
    });
    expect(records.stored.get('user#u-1')).toHaveProperty('erased');
  });

  it.each(['PUT', 'POST'])('comes back by a %s that says so', async (method) => {
    const { serve, records } = aRegistry();
    await serve('DELETE', 'user', 'u-1');
    const body = method === 'PUT' ? aUser() : { records: [{ id: 'u-1', ...aUser() }] };

    const revived = await serve(method, 'user', method === 'PUT' ? 'u-1' : '', body, { revives: true });

    expect(revived.status).toBe(200);
    expect(records.stored.get('user#u-1')).not.toHaveProperty('erased');
    expect((await serve('GET', 'user', 'u-1')).result.record).toMatchObject({ registrations: ['b-1'], consent: true });
    expect(records.effects.at(-1)).toBe(`replace ${now} by ${now + 1} +b-1`);
  });

  it('while a write is under way stays erased, and keeps no registration of it', async () => {
    const { serve, records } = aRegistry();
    records.conflicts = 1;
    records.meanwhile = () => {
      const tombstone = { kind: 'user', id: 'u-1', revision: now + 7, open: {}, sealed: {}, erased: now };
      records.stored.set('user#u-1', tombstone);
    };

    const { status } = await serve('PUT', 'user', 'u-1', aUser());

    expect([status, records.effects]).toEqual([409, [`unregister u-1 -[b-1] up to ${now}`]]);
  });

  it('while others write is erased in the end, as they left it', async () => {
    const { serve, records } = aRegistry();
    await serve('PUT', 'user', 'u-1', aUser());
    records.conflicts = 2;

    const { status } = await serve('DELETE', 'user', 'u-1');

    expect([status, records.effects.at(-1)]).toEqual([200, `erase ${now} by ${now + 1} -[b-1]`]);
  });

  it('by a token that is bound to channels is not: a person belongs to none', async () => {
    const { serve, records } = aRegistry();

    const { status, err } = await serve('DELETE', 'user', 'u-1', undefined, { channels: ['goa'] });

    expect([status, err, records.effects]).toEqual([403, 'CHANNEL', []]);
  });
});

describe('what is no person', () => {
  it.each([
    ['bot', 'b-1', aBot()],
    ['content', 'do_1', { name: 'A book' }],
    ['dialcode', 'ABC123', { channel: 'goa' }],
    ['location', '49.206.0.0~16', { city: 'Panaji' }],
  ])('such as a %s is removed, and may be written again', async (kind, id, record) => {
    const { serve, records } = aRegistry();
    await serve('PUT', kind, id, record);

    const removed = await serve('DELETE', kind, id);

    expect([removed.status, removed.result.removed, records.stored.size]).toEqual([200, true, 0]);
    expect((await serve('PUT', kind, id, record)).result).toMatchObject({ created: true });
  });
});
