import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoRecords } from '../../../../../lambdas/registry/aws/dynamo-records.js';
import { serveRequest } from '../../../../../lambdas/registry/serve-request.js';
import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';
import { dynamoRegistry } from '../../../../../lambdas/shared/registry/aws/dynamo-registry.js';
import { recordItemKey, registrationKey, toItem } from '../../../../../lambdas/shared/registry/aws/items.js';
import type { Registration } from '../../../../../lambdas/shared/registry/records.js';
import { openText } from '../../../../../lambdas/shared/registry/sealing.js';
import type { Around } from '../../../../../local/calls/json-service.js';
import { splitBatch } from '../../../../../local/faults/split-batch.js';
import { aBot, aRegistryRequest, aUser } from '../../../../factories/records.js';
import { fakeDataKeys } from '../../../../fakes/fake-data-keys.js';
import { registryTable, useRegistryTable } from '../../../../support/registry-table.js';

const openTable = useRegistryTable();
const keys = fakeDataKeys();
const remainingMs = () => 20_000;

/** The registry on a real table, with its own writer. */
async function aRegistry(around?: Around) {
  const { client, items } = await openTable(around);
  const options = { client, table: registryTable, remainingMs };
  const records = dynamoRecords(options);
  const serve = async (...request: Parameters<typeof aRegistryRequest>) =>
    (await serveRequest(aRegistryRequest(...request), { records, keys, now: Date.now })).answer.statusCode;
  return { client, items, serve, registry: dynamoRegistry(options) };
}

async function all(registrations: AsyncIterable<Registration>): Promise<Registration[]> {
  const found: Registration[] = [];
  for await (const registration of registrations) found.push(registration);
  return found.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
}

describe('a bot', () => {
  it('is found as it was written, and is not when it was removed', async () => {
    const { serve, registry } = await aRegistry();
    await serve('PUT', 'bot', 'b-1', aBot());

    const found = await registry.findBot('b-1');
    await serve('DELETE', 'bot', 'b-1');

    expect(found).toEqual({ id: 'b-1', ...aBot() });
    expect(await registry.findBot('b-1')).toBeUndefined();
  });
});

describe('the standing of people', () => {
  it('is told of who refused or was erased, of users and devices, and of nobody else', async () => {
    const { serve, registry } = await aRegistry();
    await serve('PUT', 'user', 'agreed', aUser());
    await serve('PUT', 'user', 'refused', aUser({ device: { consent: false } }));
    await serve('PUT', 'user', 'both', aUser({ device: { consent: false } }));
    await serve('PUT', 'device', 'device', { city: 'Panaji' });
    for (const id of ['erased', 'revived']) await serve('DELETE', 'user', id);
    for (const id of ['erased-device', 'both']) await serve('DELETE', 'device', id);
    await serve('PUT', 'user', 'revived', aUser(), { revives: true });
    const ids = ['agreed', 'refused', 'both', 'device', 'erased', 'revived', 'erased-device', 'nobody', '', 'no id@'];

    expect(await registry.standingsOf(ids)).toEqual(
      new Map([
        ['refused', 'refused'],
        ['both', 'erased'],
        ['erased', 'erased'],
        ['erased-device', 'erased'],
      ]),
    );
  });

  it('of more people than a call takes is told whole, and asks for nothing that is sealed', async () => {
    const projections: unknown[] = [];
    const { serve, registry } = await aRegistry(async ({ operation, input }, run) => {
      const [request] = Object.values((input as { RequestItems?: object }).RequestItems ?? {});
      if (operation === 'BatchGetItem') projections.push(Object.values(request?.ExpressionAttributeNames ?? {}));
      return run(input);
    });
    const ids = Array.from({ length: 230 }, (_, n) => `u-${n}`);
    for (const id of [ids[0], ids[229]]) await serve('DELETE', 'user', id ?? '');
    projections.splice(0);

    const standings = await registry.standingsOf(ids);

    expect([...standings.keys()]).toEqual(['u-0', 'u-229']);
    expect(projections).toEqual(Array(5).fill(['entity', 'open', 'erased']));
  });
});

describe('the registrations of a bot', () => {
  it('are its users, with consent and a username that only KMS opens', async () => {
    const { serve, registry } = await aRegistry();
    await serve('PUT', 'user', 'u-1', aUser());
    await serve('PUT', 'user', 'u-2', aUser({ username: undefined, device: { consent: false } }));
    await serve('PUT', 'user', 'u-3', aUser({ registrations: ['b-2'] }));

    const found = await all(registry.registrationsOf('b-1'));

    expect(found).toEqual([
      { userId: 'u-1', consent: true, username: expect.objectContaining({ place: 'user#u-1#username' }) },
      { userId: 'u-2', consent: false },
    ]);
    expect(found[0]?.username && (await openText(found[0].username, keys))).toBe('phone:9000000001');
  });

  it('follow what the user’s record says: a consent that was taken back, a bot that was left, a user that is gone', async () => {
    const { serve, registry, items } = await aRegistry();
    for (const id of ['u-1', 'u-2', 'u-3']) await serve('PUT', 'user', id, aUser());

    await serve('PUT', 'user', 'u-1', aUser({ device: { consent: false } }));
    await serve('PUT', 'user', 'u-2', aUser({ registrations: ['b-2'] }));
    await serve('DELETE', 'user', 'u-3');

    const found = await all(registry.registrationsOf('b-1'));
    expect(found.map(({ userId, consent }) => [userId, consent])).toEqual([['u-1', false]]);
    expect(JSON.stringify(await items()).match(/u-3/g)).toHaveLength(1);
  });

  it('leave out what a write that was cut short has left behind', async () => {
    const { serve, registry, client } = await aRegistry();
    for (const id of ['u-1', 'u-2']) await serve('PUT', 'user', id, aUser());

    await client.send(
      new DeleteItemCommand({ TableName: registryTable, Key: recordItemKey({ kind: 'user', id: 'u-1' }) }),
    );

    // This one's record names the bot no more, and its registration is still to be deleted.
    const records = dynamoRecords({ client, table: registryTable, remainingMs });
    const open = { registrations: [], consent: true };
    const left = { kind: 'user', id: 'u-3', revision: 1, open, sealed: {} };
    await records.replace([{ next: left, before: undefined, registrations: { kept: [], added: ['b-1'], gone: [] } }]);

    expect((await all(registry.registrationsOf('b-1'))).map(({ userId }) => userId)).toEqual(['u-2']);
  });

  it('come in the order of their ids, in whatever order the table answers', async () => {
    const { serve, registry } = await aRegistry(async ({ operation, input }, run) => {
      const answer = (await run(input)) as { Responses?: Record<string, unknown[]> };
      if (operation === 'BatchGetItem') for (const items of Object.values(answer.Responses ?? {})) items.reverse();
      return answer;
    });
    for (const id of ['u-2', 'u-10', 'u-1']) await serve('PUT', 'user', id, aUser());

    expect((await all(registry.registrationsOf('b-1'))).map(({ userId }) => userId)).toEqual(['u-1', 'u-10', 'u-2']);
  });

  it('are all read, however many pages they are, and again what was not answered', async () => {
    let batches = 0;
    const halfOfTheFirst: Around = async ({ operation, input }, run) => {
      const batch = splitBatch['dynamodb BatchGetItem'];
      if (operation !== 'BatchGetItem' || batches++ > 0 || !batch) return run(input);
      const isRefused = (index: number) => index % 2 === 0;
      return batch.answer(input, isRefused, (await run(batch.taken(input, isRefused) ?? input)) as object);
    };
    const { client, registry } = await aRegistry(halfOfTheFirst);
    const ids = Array.from({ length: 1_650 }, (_, index) => `u-${String(index).padStart(4, '0')}`);
    const open = { registrations: ['b-1'], consent: true };
    const items = ids.flatMap((id) => [
      toItem({ kind: 'user', id, revision: 1, open, sealed: {} }),
      { ...registrationKey('b-1', id), revision: { N: '1' } },
    ]);
    for (let at = 0; at < items.length; at += 25) {
      const requests = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [registryTable]: requests } }));
    }

    const found = await all(registry.registrationsOf('b-1'));

    expect(found.map(({ userId }) => userId)).toEqual(ids);
    expect(batches).toBeGreaterThan(17);
  });

  it('of a bot that nobody knows are none', async () => {
    const { registry } = await aRegistry();

    expect(await all(registry.registrationsOf('nobody'))).toEqual([]);
  });
});

describe('a table that does not answer', () => {
  const client = new DynamoDBClient({ region: 'ap-south-1' });
  const dynamo = mockClient(client);
  const registry = dynamoRegistry({ client, table: registryTable, remainingMs: () => 100 });

  it('is a broken dependency', async () => {
    dynamo.on(GetItemCommand).rejects(new Error('down'));
    dynamo.on(QueryCommand).rejects(new Error('down'));

    await expect(registry.findBot('b-1')).rejects.toThrow(DependencyError);
    await expect(all(registry.registrationsOf('b-1'))).rejects.toThrow(DependencyError);
  });
});
