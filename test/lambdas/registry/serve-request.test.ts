import { maxRecordBytes } from '../../../lambdas/registry/limits.js';
import { serveRequest } from '../../../lambdas/registry/serve-request.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aBot, aRegistryRequest, aUser } from '../../factories/records.js';
import { fakeDataKeys } from '../../fakes/fake-data-keys.js';
import { fakeRecords } from '../../fakes/fake-records.js';

const now = 1_705_300_200_000;

function aRegistry({ records = fakeRecords(), keys = fakeDataKeys() } = {}) {
  const serve = async (...request: Parameters<typeof aRegistryRequest>) => {
    const { answer, ...served } = await serveRequest(aRegistryRequest(...request), { records, keys, now: () => now });
    const { params, result } = JSON.parse(answer.body);
    return { status: answer.statusCode, err: params.err, errmsg: params.errmsg, result, answer, ...served };
  };
  return { serve, records, keys };
}

describe('a record', () => {
  it('is created, read, replaced as a whole, and removed', async () => {
    const { serve } = aRegistry();

    const created = await serve('PUT', 'bot', 'b-1', aBot());
    const replaced = await serve('PUT', 'bot', 'b-1', aBot({ name: 'New', startDate: undefined }));
    const read = await serve('GET', 'bot', 'b-1');
    const removed = [await serve('DELETE', 'bot', 'b-1'), await serve('DELETE', 'bot', 'b-1')];
    const gone = await serve('GET', 'bot', 'b-1');

    expect([created.result, replaced.result]).toEqual([
      { kind: 'bot', id: 'b-1', created: true },
      { kind: 'bot', id: 'b-1', created: false },
    ]);
    expect(read.result).toEqual({ kind: 'bot', id: 'b-1', record: { id: 'b-1', name: 'New', ownerOrgID: 'goa' } });
    expect(removed.map(({ status, result }) => [status, result.removed])).toEqual([
      [200, true],
      [200, false],
    ]);
    expect([gone.status, gone.err]).toEqual([404, 'NOT_FOUND']);
  });

  it('may repeat the id of its address, and have no other', async () => {
    const { serve } = aRegistry();

    const same = await serve('PUT', 'bot', 'b-1', aBot({ id: 'b-1' }));
    const other = await serve('PUT', 'bot', 'b-1', aBot({ id: 'b-2' }));

    expect([same.status, other.status]).toEqual([200, 400]);
    expect(other.result).toEqual({ pointer: '/id', expected: 'the id of the address', found: 'another one' });
  });

  it('that others write at the same moment is read anew and written; after five times it is a 503', async () => {
    const { serve, records } = aRegistry();
    records.conflicts = 4;
    const written = await serve('PUT', 'bot', 'b-1', aBot());
    records.conflicts = 5;
    const given = await serve('PUT', 'bot', 'b-1', aBot({ name: 'New' }));

    expect([written.status, given.status, given.counts]).toEqual([200, 503, { unavailable: 1 }]);
    expect(given.answer.headers).toMatchObject({ 'retry-after': '5' });
    expect(records.effects).toEqual([`replace nothing by ${now}`]);
  });

  it('has a revision that grows, whatever the clock says', async () => {
    const { serve, records } = aRegistry();

    for (let write = 0; write < 3; write++) await serve('PUT', 'bot', 'b-1', aBot({ name: `Bot ${write}` }));

    expect(records.effects.map((effect) => / by (\d+)/.exec(effect)?.[1])).toEqual([now, now + 1, now + 2].map(String));
  });

  it('that stands there already is not written again, unless what it has can not be compared', async () => {
    const { serve, records } = aRegistry();
    const user = { consent: true, registrations: [] };
    const sent = [
      ['bot', aBot()],
      ['user', user],
      ['user', { ...user, name: 'Asha' }],
      ['user', { ...user, registrations: ['b-1'] }],
    ] as const;

    const writes: number[] = [];
    for (const [kind, record] of sent) {
      records.stored.clear();
      records.effects.splice(0);
      for (let time = 0; time < 2; time++) expect((await serve('PUT', kind, 'x-1', record)).status).toBe(200);
      writes.push(records.effects.length);
    }

    expect(writes).toEqual([1, 1, 2, 2]);
  });

  it.each([
    [
      'an unknown kind',
      ['PUT', 'widget', 'w-1', {}],
      404,
      'UNKNOWN_KIND',
      'kind: expected one of bot, user, device, content, dialcode, location, found another one',
    ],
    ['a kind in the plural', ['GET', 'users', 'u-1'], 404, 'UNKNOWN_KIND', /found another one\. Did you mean user\?$/],
    ['a kind that every object has', ['PUT', 'constructor', 'c', {}], 404, 'UNKNOWN_KIND', /found another one/],
    ['a location that is no network', ['GET', 'location', '49.206.0.0', {}], 400, 'INVALID_ID', /a network such as/],
    ['a method that it has not', ['PATCH', 'bot', 'b-1', {}], 404, 'UNKNOWN_KIND', /found another one/],
    [
      'an id that may be an address',
      ['GET', 'user', 'asha@example.org'],
      400,
      'INVALID_ID',
      /found "@" as character 5$/,
    ],
    [
      'an id that may be a number to call',
      ['GET', 'user', '+919000000001'],
      400,
      'INVALID_ID',
      /found "\+" as character 1$/,
    ],
    ['a body that is too large', ['PUT', 'bot', 'b', ' '.repeat(maxRecordBytes + 1)], 413, 'TOO_LARGE', /65536 bytes/],
  ] as const)('with %s is refused', async (_, [method, kind, id, body], status, err, errmsg) => {
    const { serve, records } = aRegistry();

    const refused = await serve(method, kind, id, body);

    expect(refused).toMatchObject({ status, err, counts: { refused: 1 }, errmsg: expect.stringMatching(errmsg) });
    expect(records.effects).toEqual([]);
  });

  it('is a 503 where the table or KMS is down, and the error is told', async () => {
    const error = new DependencyError('down');
    const served = [
      await aRegistry({ records: fakeRecords(error) }).serve('GET', 'bot', 'b-1'),
      await aRegistry({ keys: fakeDataKeys({ error }) }).serve('PUT', 'user', 'u-1', aUser()),
    ];

    for (const answer of served) expect(answer).toMatchObject({ status: 503, err: 'UNAVAILABLE', error });
  });
});

describe('a user', () => {
  it('is registered with its bots, once each, and no longer with those that a later record leaves out', async () => {
    const { serve, records } = aRegistry();

    await serve('PUT', 'user', 'u-1', aUser({ registrations: ['b-1', 'b-2', 'b-1'] }));
    await serve('PUT', 'user', 'u-1', aUser({ registrations: ['b-2', 'b-3'] }));
    await serve('DELETE', 'user', 'u-1');

    expect(records.effects).toEqual([
      `replace nothing by ${now} +b-1 +b-2`,
      `replace ${now} by ${now + 1} =b-2 +b-3 -b-1`,
      `erase ${now + 1} by ${now + 2} -[b-2,b-3]`,
    ]);
  });

  it('shows what is personal to a token that may see it, and to no other', async () => {
    const { serve, keys } = aRegistry();
    await serve('PUT', 'user', 'u-1', aUser({ phone: '9000000001' }));
    keys.asked.splice(0);

    const masked = await serve('GET', 'user', 'u-1', undefined, { seesPersonal: false });
    const askedForMasked = [...keys.asked];
    const whole = await serve('GET', 'user', 'u-1');

    const open = { id: 'u-1', registrations: ['b-1'], consent: true };
    expect(masked.result.record).toEqual({ ...open, username: '[masked]', phone: '[masked]' });
    expect(askedForMasked).toEqual([]);
    expect(whole.result.record).toEqual({ ...open, username: 'phone:9000000001', phone: '9000000001' });
  });

  it('that a GET has masked is not written back over the real one', async () => {
    const { serve } = aRegistry();

    const refused = await serve('PUT', 'user', 'u-1', aUser({ username: '[masked]' }));

    expect(refused.result).toEqual({
      pointer: '/username',
      expected: 'the value itself',
      found: 'what a GET shows in its place',
    });
  });

  it('without personal fields takes no key', async () => {
    const { serve, keys } = aRegistry();

    await serve('PUT', 'user', 'u-1', { registrations: [] });

    expect(keys.asked).toEqual([]);
  });
});

describe('a token that is bound to channels', () => {
  const bound = { channels: ['goa', 'delhi'] };

  it('keeps bots of these, reads and removes them', async () => {
    const { serve } = aRegistry();

    const statuses = [
      await serve('PUT', 'bot', 'b-1', aBot(), bound),
      await serve('GET', 'bot', 'b-1', undefined, bound),
      await serve('DELETE', 'bot', 'b-1', undefined, bound),
    ].map(({ status }) => status);

    expect(statuses).toEqual([200, 200, 200]);
  });

  it('can neither make, read, remove nor take over one of another channel', async () => {
    const { serve, records } = aRegistry();
    await serve('PUT', 'bot', 'b-1', aBot({ ownerOrgID: 'punjab' }));

    const refused = [
      await serve('PUT', 'bot', 'b-2', aBot({ ownerOrgID: 'punjab' }), bound),
      await serve('PUT', 'bot', 'b-1', aBot(), bound),
      await serve('GET', 'bot', 'b-1', undefined, bound),
      await serve('DELETE', 'bot', 'b-1', undefined, bound),
    ];

    expect(refused.map(({ status, err }) => [status, err])).toEqual(Array(4).fill([403, 'CHANNEL']));
    expect(JSON.stringify(refused)).not.toContain('punjab');
    expect(records.effects).toHaveLength(1);
  });

  it('is no good for users, who belong to no channel', async () => {
    const { serve } = aRegistry();
    await serve('PUT', 'user', 'u-1', aUser());

    const refused = [
      await serve('PUT', 'user', 'u-2', aUser(), bound),
      await serve('GET', 'user', 'u-1', undefined, bound),
      await serve('DELETE', 'user', 'u-1', undefined, bound),
    ];

    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});
