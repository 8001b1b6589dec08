import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoClaims } from '../../../../lambdas/dedup/aws/dynamo-claims.js';
import type { Claim } from '../../../../lambdas/dedup/claim-events.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { arrival } from '../../../factories/frames.js';
import { type FakeClock, fakeClock } from '../../../fakes/fake-clock.js';

const client = new DynamoDBClient({ region: 'ap-south-1' });
const dynamo = mockClient(client);

const now = arrival / 1_000;
const expires = now + 7 * 86_400;

const aClaim = (key = 'LOG:1'): Claim => ({ key, owner: 'shard-0:1', fingerprint: 'f1' });
const someClaims = (count: number) => Array.from({ length: count }, (_, index) => aClaim(`LOG:${index + 1}`));

function ports({ remainingMs }: Pick<FakeClock, 'remainingMs'> = fakeClock(60_000)) {
  return dynamoClaims({ client, table: 'claims', windowDays: 7, now: () => arrival + 999, remainingMs });
}

type Batch = { Statements: { Parameters: { S: string }[] }[] };

/** An answer in which the statements of the given mids end in an error. */
const refusing =
  (errors: Readonly<Record<string, string>>) =>
  ({ Statements }: Batch) => ({
    Responses: Statements.map(({ Parameters: [mid] }) => {
      const Code = errors[mid?.S ?? ''];
      return Code ? { Error: { Code, Message: 'no' } } : { TableName: 'claims' };
    }),
  });

/** The mids of each call, in order. */
const sentMids = () =>
  dynamo
    .commandCalls(BatchExecuteStatementCommand)
    .map(({ args }) => args[0].input.Statements?.map(({ Parameters }) => Parameters?.[0]?.S));

beforeEach(() => {
  // No jitter: a second try comes at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  dynamo.reset();
  dynamo.on(BatchExecuteStatementCommand).callsFake(refusing({}));
});

afterEach(() => jest.restoreAllMocks());

describe('insertAll of the claims table', () => {
  it('inserts a claim with its owner, its fingerprint and its end', async () => {
    const refused = await ports().insertAll([aClaim()]);

    expect(refused).toEqual([]);
    expect(dynamo.commandCalls(BatchExecuteStatementCommand).map(({ args }) => args[0].input)).toEqual([
      {
        Statements: [
          {
            Statement: `INSERT INTO "claims" VALUE {'mid': ?, 'owner': ?, 'fingerprint': ?, 'expires': ?, 'deleteAfter': ?}`,
            Parameters: [
              { S: 'LOG:1' },
              { S: 'shard-0:1' },
              { S: 'f1' },
              { N: String(expires) },
              { N: String(expires + 14 * 86_400) },
            ],
          },
        ],
      },
    ]);
  });

  it('asks 25 at a time', async () => {
    await ports().insertAll(someClaims(60));

    expect(sentMids().map((mids) => mids?.length)).toEqual([25, 25, 10]);
    expect(sentMids().flat()).toEqual(someClaims(60).map(({ key }) => key));
  });

  it('returns the claims that exist already, and does not ask for them again', async () => {
    const claims = someClaims(30);
    dynamo
      .on(BatchExecuteStatementCommand)
      .callsFake(refusing({ 'LOG:2': 'DuplicateItem', 'LOG:30': 'DuplicateItem' }));

    const refused = await ports().insertAll(claims);

    expect(refused).toEqual([claims[1], claims[29]]);
    expect(sentMids()).toHaveLength(2);
  });

  it('asks again only for what was throttled, and knows then what exists', async () => {
    const claims = someClaims(4);
    dynamo
      .on(BatchExecuteStatementCommand)
      .callsFakeOnce(refusing({ 'LOG:1': 'DuplicateItem', 'LOG:3': 'ThrottlingError', 'LOG:4': 'ThrottlingError' }))
      .callsFake(refusing({ 'LOG:3': 'DuplicateItem' }));

    const refused = await ports().insertAll(claims);

    expect(sentMids()).toEqual([
      ['LOG:1', 'LOG:2', 'LOG:3', 'LOG:4'],
      ['LOG:3', 'LOG:4'],
    ]);
    expect(refused).toEqual([claims[0], claims[2]]);
  });

  it.each(['ThrottlingError', 'InternalServerError', 'ResourceNotFound'])(
    'throws when the time is out and a statement still ends in %s',
    async (code) => {
      dynamo.on(BatchExecuteStatementCommand).callsFake(refusing({ 'LOG:2': code }));

      const inserted = ports(fakeClock(0)).insertAll(someClaims(3));

      await expect(inserted).rejects.toThrow(DependencyError);
      await expect(inserted).rejects.toThrow(
        `DynamoDB table claims: 1 of 3 entries were not taken in time: ${code}: no`,
      );
    },
  );

  it('throws when the table does not answer', async () => {
    dynamo.on(BatchExecuteStatementCommand).rejects(new Error('connect ECONNREFUSED'));

    await expect(ports(fakeClock(0)).insertAll(someClaims(1))).rejects.toThrow(DependencyError);
  });

  it('never takes an answer without a word on a claim for "not seen"', async () => {
    dynamo.on(BatchExecuteStatementCommand).resolves({});

    await expect(ports(fakeClock(0)).insertAll(someClaims(1))).rejects.toThrow(DependencyError);
  });
});

/** An item of the table, as frame 7 left it a day ago, unless told otherwise. */
const anItem = (overrides: Readonly<Record<string, AttributeValue>> = {}): Record<string, AttributeValue> => ({
  mid: { S: 'LOG:1' },
  owner: { S: 'shard-0:7' },
  fingerprint: { S: 'f7' },
  expires: { N: String(expires - 86_400) },
  ...overrides,
});
const expired = { expires: { N: String(now - 1) } };
const holding = (...items: Record<string, AttributeValue>[]) =>
  dynamo.on(BatchGetItemCommand).resolves({ Responses: { claims: items } });
const refusedBy = (Item?: Record<string, AttributeValue>) =>
  new ConditionalCheckFailedException({
    $metadata: {},
    message: 'The conditional request failed',
    ...(Item && { Item }),
  });
const throttled = () => Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
const puts = () => dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input);

describe('resolveAll of the claims table', () => {
  beforeEach(() => {
    dynamo.on(BatchGetItemCommand).resolves({});
    dynamo.on(PutItemCommand).resolves({});
  });

  it('tells by one consistent read whose each claim is that stands, and puts nothing', async () => {
    holding(anItem(), anItem({ mid: { S: 'LOG:2' }, owner: { S: 'shard-0:1' }, fingerprint: { S: 'f1' } }));

    const standing = await ports().resolveAll(someClaims(2));

    expect(standing).toMatchObject([
      { owner: 'shard-0:7', fingerprint: 'f7' },
      { owner: 'shard-0:1', fingerprint: 'f1' },
    ]);
    const Keys = [{ mid: { S: 'LOG:1' } }, { mid: { S: 'LOG:2' } }];
    expect(dynamo.calls().map(({ args }) => args[0].input)).toEqual([
      { RequestItems: { claims: { Keys, ConsistentRead: true } } },
    ]);
  });

  it('reads 100 a call, and one key once', async () => {
    const claims = [...someClaims(250), ...someClaims(250).map((claim) => ({ ...claim, fingerprint: 'f2' }))];
    holding(...claims.map(({ key }) => anItem({ mid: { S: key } })));

    const standing = await ports().resolveAll(claims);

    const reads = dynamo.commandCalls(BatchGetItemCommand).map(({ args }) => args[0].input.RequestItems?.claims?.Keys);
    expect(reads.map((keys) => keys?.length)).toEqual([100, 100, 50]);
    expect(standing).toHaveLength(500);
  });

  it('lets a claim stand through the last second of its window', async () => {
    holding(anItem({ expires: { N: String(now) } }));

    expect(await ports().resolveAll([aClaim()])).toMatchObject([{ owner: 'shard-0:7' }]);
    expect(puts()).toEqual([]);
  });

  it.each([
    ['has expired', [anItem(expired)]],
    ['has expired and is its own, which others may want by now', [anItem({ owner: { S: 'shard-0:1' }, ...expired })]],
    ['was cleaned up since the insert', []],
  ])('puts a claim that %s, on condition that nobody else has it', async (_, items) => {
    holding(...items);

    const standing = await ports().resolveAll([aClaim()]);

    expect(standing).toMatchObject([{ owner: 'shard-0:1', fingerprint: 'f1' }]);
    expect(puts()).toEqual([
      {
        TableName: 'claims',
        Item: {
          mid: { S: 'LOG:1' },
          owner: { S: 'shard-0:1' },
          fingerprint: { S: 'f1' },
          expires: { N: String(expires) },
          deleteAfter: { N: String(expires + 14 * 86_400) },
        },
        ConditionExpression:
          'attribute_not_exists(mid) OR (#owner = :owner AND fingerprint = :fingerprint) OR expires < :now',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: {
          ':owner': { S: 'shard-0:1' },
          ':fingerprint': { S: 'f1' },
          ':now': { N: String(now) },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ]);
  });

  it('tells who was faster with an expired claim', async () => {
    holding(anItem(expired));
    dynamo.on(PutItemCommand).rejects(refusedBy(anItem({ owner: { S: 'shard-0:8' }, fingerprint: { S: 'f8' } })));

    expect(await ports().resolveAll([aClaim()])).toEqual([{ owner: 'shard-0:8', fingerprint: 'f8' }]);
  });

  it('puts again a claim that was in the way and is gone', async () => {
    dynamo.on(PutItemCommand).rejectsOnce(refusedBy()).resolves({});

    expect(await ports().resolveAll([aClaim()])).toMatchObject([{ owner: 'shard-0:1' }]);
    expect(puts()).toHaveLength(2);
  });

  it('goes on with the puts alone that were throttled, for as long as there is time', async () => {
    const clock = fakeClock(10_000);
    dynamo.on(PutItemCommand).callsFake(({ Item }: PutItemCommandInput) => {
      clock.pass(1_000);
      if (Item?.mid?.S === 'LOG:2' && clock.remainingMs() > 3_000) throw throttled();
      return {};
    });

    const standing = await ports(clock).resolveAll(someClaims(3));

    expect(standing).toHaveLength(3);
    const mids = puts().map(({ Item }) => Item?.mid?.S);
    expect(new Set(mids.slice(0, 3))).toEqual(new Set(['LOG:1', 'LOG:2', 'LOG:3']));
    expect(mids.slice(3)).toEqual(['LOG:2', 'LOG:2', 'LOG:2', 'LOG:2']);
  });

  it('throws when the time is out, and tells what the table said', async () => {
    const clock = fakeClock(10_000);
    dynamo.on(PutItemCommand).callsFake(() => {
      clock.pass(1_000);
      throw throttled();
    });

    const resolved = ports(clock).resolveAll([aClaim()]);

    await expect(resolved).rejects.toThrow(DependencyError);
    await expect(resolved).rejects.toThrow(
      'DynamoDB table claims: 1 of 1 entries were not taken in time: ThrottlingException: slow down',
    );
    expect(puts()).toHaveLength(10);
  });

  it('throws when the claims can not be read', async () => {
    dynamo.on(BatchGetItemCommand).rejects(throttled());

    await expect(ports(fakeClock(0)).resolveAll([aClaim()])).rejects.toThrow(DependencyError);
    expect(puts()).toEqual([]);
  });
});
