import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { insertBatch } from '../../../../local/services/dynamodb/insert-batch.js';
import { useDynamo } from '../../../support/dynamodb.js';
import { anInsert, anItem, type Claim, claimsTable, itemsOf } from '../../../support/tables.js';

const dynamo = useDynamo();
const now = 1_000;

/** The take-over of a claim, as the dedup stage sends it. */
function takeOver(
  client: DynamoDBClient,
  claim: Required<Pick<Claim, 'mid' | 'owner' | 'fingerprint'>>,
  returned = true,
) {
  return client.send(
    new PutItemCommand({
      TableName: 'claims',
      Item: anItem({ ...claim, expires: 9_000 }),
      ConditionExpression:
        'attribute_not_exists(mid) OR (#owner = :owner AND fingerprint = :fingerprint) OR expires < :now',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: {
        ':owner': { S: claim.owner },
        ':fingerprint': { S: claim.fingerprint },
        ':now': { N: String(now) },
      },
      ...(returned ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}),
    }),
  );
}

async function standing(client: DynamoDBClient, claim: Claim): Promise<void> {
  await client.send(new PutItemCommand({ TableName: 'claims', Item: anItem(claim) }));
}

const mine = { mid: 'LOG:1', owner: 'me', fingerprint: 'f1' };

describe('a conditional put', () => {
  it.each<[string, Claim]>([
    ['is its own', { ...mine, expires: 2_000 }],
    ['has expired', { mid: 'LOG:1', owner: 'other', fingerprint: 'f2', expires: now - 1 }],
  ])('takes a claim that %s', async (_, claim) => {
    const { client, store } = await dynamo();
    await standing(client, claim);

    await takeOver(client, mine);

    expect(await itemsOf(store)).toEqual({ 'LOG:1': anItem({ ...mine, expires: 9_000 }) });
  });

  it.each<[string, Claim]>([
    ["another's", { mid: 'LOG:1', owner: 'other', fingerprint: 'f1', expires: 2_000 }],
    ["another's until this very second", { mid: 'LOG:1', owner: 'other', fingerprint: 'f1', expires: now }],
    ['its own, of another event', { mid: 'LOG:1', owner: 'me', fingerprint: 'f2', expires: 2_000 }],
  ])('is refused a claim that is %s, and told the item that stands', async (_, claim) => {
    const { client, store } = await dynamo();
    await standing(client, claim);

    const error = await takeOver(client, mine).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ name: 'ConditionalCheckFailedException', $metadata: { httpStatusCode: 400 } });
    expect((error as ConditionalCheckFailedException).Item).toEqual(anItem(claim));
    expect(await itemsOf(store)).toEqual({ 'LOG:1': anItem(claim) });
  });

  it('is told nothing of the item that stands when it did not ask', async () => {
    const { client } = await dynamo();
    await standing(client, { ...mine, owner: 'other' });

    const error = await takeOver(client, mine, false).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect((error as ConditionalCheckFailedException).Item).toBeUndefined();
  });

  it('takes what nobody has', async () => {
    const { client, store } = await dynamo();

    await takeOver(client, mine);

    expect(await itemsOf(store)).toEqual({ 'LOG:1': anItem({ ...mine, expires: 9_000 }) });
  });

  it('judges what a batch of INSERT has put', async () => {
    const { client, store } = await dynamo();
    await insertBatch(store, [anInsert({ mid: 'LOG:1', owner: 'other' })]);

    const error = await takeOver(client, mine).catch((thrown: unknown) => thrown);

    expect((error as ConditionalCheckFailedException).Item).toEqual({ mid: { S: 'LOG:1' }, owner: { S: 'other' } });
  });

  it('excludes other puts: of many that want an expired claim, one gets it', async () => {
    const { client, store } = await dynamo();
    await standing(client, { ...mine, owner: 'gone', expires: now - 1 });
    const owners = Array.from({ length: 20 }, (_, index) => `owner-${index}`);

    const outcomes = await Promise.allSettled(owners.map((owner) => takeOver(client, { ...mine, owner })));

    const winners = owners.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect((await itemsOf(store))['LOG:1']?.owner).toEqual({ S: winners[0] });
  });

  it('names an operation that is not built', async () => {
    const { client } = await dynamo();
    const { KeySchema, AttributeDefinitions } = claimsTable.schema as never;
    const input = { TableName: 'more', BillingMode: 'PAY_PER_REQUEST' as const, KeySchema, AttributeDefinitions };

    const answer = client.send(new CreateTableCommand(input));

    await expect(answer).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringMatching(/^dynamodb CreateTable is not part of the local runner/),
    });
  });
});
