import { dynamoRecords } from '../../../../lambdas/registry/aws/dynamo-records.js';
import type { Change } from '../../../../lambdas/registry/ports.js';
import { dynamoRegistry } from '../../../../lambdas/shared/registry/aws/dynamo-registry.js';
import { entityOf, type StoredRecord } from '../../../../lambdas/shared/registry/aws/items.js';
import { ConnectionLost } from '../../../../local/calls/aws-error.js';
import type { Around } from '../../../../local/calls/json-service.js';
import { registryTable, useRegistryTable } from '../../../support/registry-table.js';

const openTable = useRegistryTable();
const key = { kind: 'user', id: 'u-1' };

const sealed = { place: 'user#u-1#name', dataKey: Buffer.from('key'), data: Buffer.from('sealed') };

const aUser = (revision: number, ...registrations: string[]): StoredRecord => ({
  ...key,
  revision,
  open: { id: 'u-1', registrations, consent: true },
  sealed: {},
});

/** A write of a user: which bots it names, and those that the record before did and it doesn't. */
const aChange = (next: StoredRecord, before?: StoredRecord): Change => {
  const [was, is] = [before, next].map((record) => (record?.open.registrations ?? []) as readonly string[]);
  const registrations = {
    kept: is?.filter((id) => was?.includes(id)) ?? [],
    added: is?.filter((id) => !was?.includes(id)) ?? [],
    gone: was?.filter((id) => !is?.includes(id)) ?? [],
  };
  return { next, before, registrations };
};

async function aTable(around?: Around) {
  const { client, items } = await openTable(around, { maxAttempts: 3 });
  const options = { client, table: registryTable, remainingMs: () => 20_000 };
  const registry = dynamoRegistry(options);
  const isRegistered = async (botId: string) => {
    for await (const { userId } of registry.registrationsOf(botId)) if (userId === key.id) return true;
    return false;
  };
  const records = dynamoRecords(options);
  const replace = async (next: StoredRecord, before?: StoredRecord) =>
    (await records.replace([aChange(next, before)]))[0];
  const find = async () => (await records.find([key])).get(entityOf(key));
  return { items, isRegistered, records, replace, find, registry };
}

/** Loses the first answer to each operation that writes a record, once it is done. */
function losingAnswers(): Around {
  const struck = new Set<string>();
  return async ({ operation, input }, run) => {
    const answer = await run(input);
    const isWrite = operation === 'PutItem' || operation === 'BatchExecuteStatement';
    if (!isWrite || struck.has(operation) || !JSON.stringify(input).includes('"record"')) return answer;
    struck.add(operation);
    throw new ConnectionLost();
  };
}

describe('a write whose answer was lost, which the SDK sends again', () => {
  it('is known as done, by what stands there, and takes away the registrations that it names no more', async () => {
    const { replace, find, isRegistered } = await aTable(losingAnswers());
    const first = { ...aUser(1, 'b-1'), sealed: { name: sealed } };
    const second = { ...aUser(2, 'b-2'), sealed: { name: sealed } };

    const written = [await replace(first), await replace(second, first)];

    expect(written).toEqual([true, true]);
    expect(await find()).toMatchObject({ revision: 2 });
    expect([await isRegistered('b-1'), await isRegistered('b-2')]).toEqual([false, true]);
  });

  it('is not taken for another one of the same moment', async () => {
    const { replace } = await aTable();
    await replace(aUser(1, 'b-1'));

    expect(await replace(aUser(1, 'b-2'))).toBe(false);
  });
});

describe('a record of the table', () => {
  it('is written only in the place of what was found', async () => {
    const { replace, find } = await aTable();
    const [first, second] = [aUser(1), aUser(2)];

    const written = [
      await replace(first),
      await replace(second),
      await replace(second, first),
      await replace(aUser(3), first),
    ];

    expect(written).toEqual([true, false, true, false]);
    expect(await find()).toEqual(second);
  });

  it('is removed only as it was found, and with its registrations', async () => {
    const { records, replace, items } = await aTable();
    const [first, second] = [aUser(1, 'b-1', 'b-2'), aUser(2, 'b-1', 'b-2')];
    await replace(first);
    await replace(second, first);

    const late = await records.remove(first, ['b-1', 'b-2']);
    const itemsAfterLate = (await items()).length;
    const removed = await records.remove(second, ['b-1', 'b-2']);

    expect([late, itemsAfterLate, removed]).toEqual([false, 3, true]);
    expect(await items()).toEqual([]);
  });
});

describe('many records', () => {
  it('are written each in the place of what was found, and found again', async () => {
    const { records, items } = await aTable();
    const some = Array.from({ length: 60 }, (_, n) => ({ ...aUser(1, 'all', `b-${n}`), id: `u-${n}` }));
    const newer = some.map((user) => ({ ...user, revision: 2 }));
    const isLate = (n: number) => n % 3 === 0;

    const first = await records.replace(some.map((user) => aChange(user)));
    // A third of them were not looked for before, as if they had come since.
    const second = await records.replace(newer.map((user, n) => aChange(user, isLate(n) ? undefined : some[n])));

    const found = await records.find([...some, { kind: 'user', id: 'nobody' }]);
    expect([new Set(first), second]).toEqual([new Set([true]), some.map((_, n) => !isLate(n))]);
    expect([...found.values()]).toEqual(some.map((user, n) => (isLate(n) ? user : newer[n])));
    expect(await items()).toHaveLength(60 * 3);
  });
});

describe('a person who is erased', () => {
  it('leaves a tombstone, without anything sealed or open, and no registration', async () => {
    const { records, replace, find, items, registry } = await aTable();
    const before = { ...aUser(1, 'b-1', 'b-2'), sealed: { name: sealed } };
    await replace(before);
    const tombstone = { ...key, revision: 2, open: {}, sealed: {}, erased: 7 };

    const isErased = await records.erase(tombstone, before, ['b-1', 'b-2']);

    expect([isErased, await find()]).toEqual([true, tombstone]);
    expect(await items()).toEqual([
      { entity: { S: 'user#u-1' }, part: { S: 'record' }, revision: { N: '2' }, open: { S: '{}' }, erased: { N: '7' } },
    ]);
    expect(await registry.standingsOf(['u-1'])).toEqual(new Map([['u-1', 'erased']]));
  });

  it('is erased as found alone: a newer write stands, and so does one where there was none', async () => {
    const { records, replace, find } = await aTable();
    const [first, second] = [aUser(1), aUser(2)];
    await replace(first);
    await replace(second, first);
    const tombstone = { ...key, revision: 3, open: {}, sealed: {}, erased: 7 };

    const late = [await records.erase(tombstone, first, []), await records.erase(tombstone, undefined, [])];

    expect([late, await find()]).toEqual([[false, false], second]);
  });

  it('keeps no registration that a write has made which then found them erased', async () => {
    const { records, replace, items } = await aTable();
    const tombstone = { ...key, revision: 5, open: {}, sealed: {}, erased: 7 };
    await records.erase(tombstone, undefined, []);
    await replace(aUser(4, 'b-1'));

    await records.unregister('u-1', ['b-1'], 4);

    expect((await items()).map(({ part }) => part)).toEqual([{ S: 'record' }]);
  });
});

describe('a registration', () => {
  it('that a newer write has made again is not deleted by an older one that comes to its end late', async () => {
    const { records, replace, isRegistered } = await aTable();
    const [first, left, back] = [aUser(1, 'b-1'), aUser(2), aUser(3, 'b-1')];
    await replace(first);
    await replace(left, first);
    await replace(back, left);

    // It found the first revision, and deletes what that one had.
    await records.remove(first, ['b-1']);

    expect(await isRegistered('b-1')).toBe(true);
  });

  it('is deleted when the record that names it no more is written', async () => {
    const { replace, items } = await aTable();
    const first = aUser(1, 'b-1');
    await replace(first);

    await replace(aUser(2), first);

    expect((await items()).map(({ part }) => part)).toEqual([{ S: 'record' }]);
  });
});
