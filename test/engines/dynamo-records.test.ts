import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoRecords } from '../../lambdas/registry/aws/dynamo-records.js';
import { serveRequest } from '../../lambdas/registry/serve-request.js';
import { dynamoRegistry } from '../../lambdas/shared/registry/aws/dynamo-registry.js';
import { aRegistryRequest, aUser } from '../factories/records.js';
import { fakeDataKeys } from '../fakes/fake-data-keys.js';
import { clientAt, makeTable } from './claims-table.js';
import { describeWith } from './describe-with.js';
import { type DynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.js';

describeWith('DYNAMODB_LOCAL_FOLDER', 'the registry, on DynamoDB', (folder) => {
  let engine: DynamoDbLocal | undefined;
  let client: DynamoDBClient;

  beforeAll(async () => {
    engine = await startDynamoDbLocal(folder);
    client = clientAt(engine.endpoint);
    await makeTable(client, 'registry', 'Registry');
  });

  afterAll(() => engine?.stop());

  it('keeps many users with what is sealed, over what was there, erases one, and tells who has which standing', async () => {
    const options = { client, table: 'registry', remainingMs: () => 10_000 };
    const ports = { records: dynamoRecords(options), keys: fakeDataKeys(), now: Date.now };
    const serve = async (...request: Parameters<typeof aRegistryRequest>) =>
      JSON.parse((await serveRequest(aRegistryRequest(...request), ports)).answer.body).result;
    const users = (consent: boolean) =>
      Array.from({ length: 100 }, (_, n) => ({ id: `u-${n}`, ...aUser({ name: `Name ${n}`, device: { consent } }) }));

    const results = [
      await serve('POST', 'user', '', { records: users(true) }),
      await serve('POST', 'user', '', { records: users(false) }),
    ];
    await serve('DELETE', 'user', 'u-7');
    const again = await serve('POST', 'user', '', { records: users(false) });

    const { standingsOf, registrationsOf } = dynamoRegistry(options);
    const registered: string[] = [];
    for await (const { userId } of registrationsOf('b-1')) registered.push(userId);
    const standings = await standingsOf(users(true).map(({ id }) => id));
    expect(results.map(({ written }) => written)).toEqual([100, 100]);
    expect(again).toMatchObject({ written: 99, failures: [{ index: 7, id: 'u-7', err: 'ERASED' }] });
    expect((await serve('GET', 'user', 'u-8')).record).toMatchObject({ name: 'Name 8', consent: false });
    expect([registered.length, registered.includes('u-7')]).toEqual([99, false]);
    expect([standings.get('u-7'), standings.get('u-8'), standings.size]).toEqual(['erased', 'refused', 100]);
  });
});
