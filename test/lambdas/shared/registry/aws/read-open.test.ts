import { BatchGetItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';
import { entityOf, recordItemKey, toItem } from '../../../../../lambdas/shared/registry/aws/items.js';
import { openReader } from '../../../../../lambdas/shared/registry/aws/read-open.js';
import type { Around } from '../../../../../local/calls/json-service.js';
import { registryTable, useRegistryTable } from '../../../../support/registry-table.js';

const openTable = useRegistryTable();
const remainingMs = () => 20_000;
const aKey = (id: string) => ({ kind: 'user', id });
const sealed = { phone: { place: 'user#u-1#phone', dataKey: new Uint8Array([1]), data: new Uint8Array([2]) } };

/** A table with some items, and what goes over the wire. */
async function aTable(items: readonly ReturnType<typeof toItem>[]) {
  const calls: { input: Record<string, never>; answer: unknown }[] = [];
  const around: Around = async ({ operation, input }, run) => {
    const answer = await run(input);
    if (operation === 'BatchGetItem') calls.push({ input: input as Record<string, never>, answer });
    return answer;
  };
  const { client } = await openTable(around);
  for (const Item of items) await client.send(new PutItemCommand({ TableName: registryTable, Item }));
  return { calls, read: openReader({ client, table: registryTable }) };
}

describe('openReader', () => {
  it('finds what is open of a record, and never fetches what is sealed', async () => {
    const record = toItem({ ...aKey('u-1'), revision: 1, open: { state: 'Goa' }, sealed });
    const { read, calls } = await aTable([record]);

    const found = await read(['user#u-1', 'user#u-2'], remainingMs);

    expect([...found]).toEqual([['user#u-1', { state: 'Goa' }]]);
    expect(JSON.stringify(calls.map(({ answer }) => answer))).not.toMatch(/sealed|dataKey/);
    expect(calls[0]?.input).toMatchObject({ RequestItems: { [registryTable]: { ConsistentRead: false } } });
  });

  it('takes what is left of somebody who was erased for no record', async () => {
    const tombstone = { ...recordItemKey(aKey('u-1')), revision: { N: '2' }, open: { S: '{}' }, erased: { N: '1' } };
    const { read } = await aTable([tombstone]);

    expect(await read(['user#u-1'], remainingMs)).toEqual(new Map());
  });

  it('asks for a hundred records a call', async () => {
    const ids = Array.from({ length: 201 }, (_, index) => `u-${index}`);
    const { read, calls } = await aTable([toItem({ ...aKey('u-200'), revision: 1, open: {}, sealed: {} })]);

    const found = await read(
      ids.map((id) => entityOf(aKey(id))),
      remainingMs,
    );

    expect([...found.keys()]).toEqual(['user#u-200']);
    expect(calls).toHaveLength(3);
  });

  it('throws when the table does not answer', async () => {
    const client = new DynamoDBClient({ region: 'ap-south-1' });
    mockClient(client).on(BatchGetItemCommand).rejects(new Error('down'));

    const read = openReader({ client, table: registryTable })(['user#u-1'], () => 100);

    await expect(read).rejects.toThrow(DependencyError);
  });
});
