import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type StoredRecord, toItem } from '../../../../../lambdas/shared/registry/aws/items.js';
import { openRecords } from '../../../../../lambdas/shared/registry/aws/open-records.js';
import { AwsError } from '../../../../../local/calls/aws-error.js';
import { registryTable, useRegistryTable } from '../../../../support/registry-table.js';

const openTable = useRegistryTable();
const key = { kind: 'user', id: 'u-1' };
const sealed = { phone: { place: 'user#u-1#phone', dataKey: Buffer.from('key'), data: Buffer.from('sealed') } };
const aUser = (overrides: Partial<StoredRecord> = {}): StoredRecord => ({
  ...key,
  revision: 7,
  open: { id: 'u-1', registrations: ['b-1'], consent: false },
  sealed,
  ...overrides,
});

async function aTable(given?: StoredRecord) {
  const { client, items } = await openTable();
  if (given) await client.send(new PutItemCommand({ TableName: registryTable, Item: toItem(given) }));
  const records = openRecords({ client, table: registryTable, remainingMs: () => 20_000, now: () => 1_000 });
  return { records, items };
}

describe('what lies open of a record', () => {
  it('is written and found again, with the times at which it was said', async () => {
    const { records } = await aTable();
    const next = { open: { id: 'u-1', usertype: 'teacher' }, saidAt: { usertype: 1_700_000_000_000 } };

    const written = await records.write(key, next, 8, undefined);

    expect(written).toBe(true);
    expect(await records.find(key)).toEqual({ ...next, revision: 8, isErased: false });
  });

  it('is replaced without a touch of what is sealed', async () => {
    const { records, items } = await aTable(aUser());
    const [whole = {}] = await items();
    const before = await records.find(key);
    const open = { ...before?.open, usersignintype: 'Validated' };

    await records.write(key, { open, saidAt: {} }, 8, before);

    expect(before).toEqual({ revision: 7, open: aUser().open, saidAt: {}, isErased: false });
    expect(whole).toHaveProperty('sealed.M.phone');
    expect(await items()).toEqual([
      { ...whole, revision: { N: '8' }, open: { S: JSON.stringify(open) }, saidAt: { M: {} } },
    ]);
  });

  it('is written only in the place of what was found', async () => {
    const { records } = await aTable(aUser());
    const before = await records.find(key);
    const next = { open: {}, saidAt: {} };

    const written = [
      await records.write(key, next, 8, undefined),
      await records.write(key, next, 8, before),
      await records.write(key, next, 9, before),
      await records.write({ ...key, id: 'u-2' }, next, 9, before),
    ];

    expect(written).toEqual([false, true, false, false]);
  });

  it('says of somebody erased that it is, and of nobody nothing', async () => {
    const { records } = await aTable(aUser({ open: {}, sealed: {}, erased: 1_000 }));

    expect(await records.find(key)).toMatchObject({ isErased: true, open: {} });
    expect(await records.find({ ...key, id: 'u-2' })).toBeUndefined();
  });

  it('can not be had from a table that is down, and says which', async () => {
    const { client } = await openTable(() => {
      throw new AwsError('ResourceNotFoundException', 'down');
    });
    const records = openRecords({ client, table: registryTable, remainingMs: () => 2_000, now: Date.now });

    await expect(records.find(key)).rejects.toThrow('DynamoDB table registry: could not be read.');
    await expect(records.write(key, { open: {}, saidAt: {} }, 1, undefined)).rejects.toThrow(/could not be written/);
  });
});
