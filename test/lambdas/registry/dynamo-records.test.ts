import { dynamoRecords } from '../../../lambdas/registry/dynamo-records.js';
import { dynamoRegistry } from '../../../lambdas/shared/registry/dynamo-registry.js';
import type { StoredRecord } from '../../../lambdas/shared/registry/items.js';
import { registryTable, useRegistryTable } from '../../local/units/support/registry-table.js';

const openTable = useRegistryTable();
const key = { kind: 'user', id: 'u-1' };

const aUser = (revision: number, ...registrations: string[]): StoredRecord => ({
  ...key,
  revision,
  open: { id: 'u-1', registrations, consent: true },
  sealed: {},
});

async function aTable() {
  const { client, items } = await openTable();
  const options = { client, table: registryTable, remainingMs: () => 20_000 };
  const registry = dynamoRegistry(options);
  const isRegistered = async (botId: string) => {
    for await (const { userId } of registry.registrationsOf(botId)) if (userId === key.id) return true;
    return false;
  };
  return { items, isRegistered, records: dynamoRecords(options) };
}

describe('a record of the table', () => {
  it('is written only in the place of what was found', async () => {
    const { records } = await aTable();
    const [first, second] = [aUser(1), aUser(2)];

    const written = [
      await records.replace(first, undefined, { registrations: [], gone: [] }),
      await records.replace(second, undefined, { registrations: [], gone: [] }),
      await records.replace(second, first, { registrations: [], gone: [] }),
      await records.replace(aUser(3), first, { registrations: [], gone: [] }),
    ];

    expect(written).toEqual([true, false, true, false]);
    expect(await records.find(key)).toEqual(second);
  });

  it('is removed only as it was found, and with its registrations', async () => {
    const { records, items } = await aTable();
    const [first, second] = [aUser(1, 'b-1', 'b-2'), aUser(2, 'b-1', 'b-2')];
    await records.replace(first, undefined, { registrations: ['b-1', 'b-2'], gone: [] });
    await records.replace(second, first, { registrations: ['b-1', 'b-2'], gone: [] });

    const late = await records.remove(first, ['b-1', 'b-2']);
    const itemsAfterLate = (await items()).length;
    const removed = await records.remove(second, ['b-1', 'b-2']);

    expect([late, itemsAfterLate, removed]).toEqual([false, 3, true]);
    expect(await items()).toEqual([]);
  });
});

describe('a registration', () => {
  it('that a newer write has made again is not deleted by an older one that comes to its end late', async () => {
    const { records, isRegistered } = await aTable();
    const [first, left, back] = [aUser(1, 'b-1'), aUser(2), aUser(3, 'b-1')];
    await records.replace(first, undefined, { registrations: ['b-1'], gone: [] });
    await records.replace(left, first, { registrations: [], gone: [] });
    await records.replace(back, left, { registrations: ['b-1'], gone: [] });

    // It found the first revision, and deletes what that one had.
    await records.remove(first, ['b-1']);

    expect(await isRegistered('b-1')).toBe(true);
  });

  it('is deleted when the record that names it no more is written', async () => {
    const { records, items } = await aTable();
    const first = aUser(1, 'b-1');
    await records.replace(first, undefined, { registrations: ['b-1'], gone: [] });

    await records.replace(aUser(2), first, { registrations: [], gone: ['b-1'] });

    expect((await items()).map(({ part }) => part)).toEqual([{ S: 'record' }]);
  });
});
