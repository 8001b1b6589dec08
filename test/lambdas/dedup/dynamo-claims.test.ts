import {
  BatchExecuteStatementCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { Claim } from '../../../lambdas/dedup/claim-events.js';
import { dynamoClaims } from '../../../lambdas/dedup/dynamo-claims.js';
import { DependencyError } from '../../../lambdas/shared/errors.js';
import { arrival } from '../../factories/frames.js';

const client = new DynamoDBClient({ region: 'ap-south-1' });
const dynamo = mockClient(client);

const now = arrival / 1_000;
const expires = now + 7 * 86_400;

const aClaim = (key = 'LOG:1'): Claim => ({ key, owner: 'shard-0:1', fingerprint: 'f1' });
const someClaims = (count: number) => Array.from({ length: count }, (_, index) => aClaim(`LOG:${index + 1}`));

function ports({ remainingMs = 60_000 } = {}) {
  const options = { client, table: 'claims', windowDays: 7, now: () => arrival + 999 };
  return dynamoClaims({ ...options, remainingMs: () => remainingMs });
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

      const inserted = ports({ remainingMs: 0 }).insertAll(someClaims(3));

      await expect(inserted).rejects.toThrow(DependencyError);
      await expect(inserted).rejects.toThrow(
        `DynamoDB table claims: 1 of 3 entries were not taken in time: ${code}: no`,
      );
    },
  );

  it('throws when the table does not answer', async () => {
    dynamo.on(BatchExecuteStatementCommand).rejects(new Error('connect ECONNREFUSED'));

    await expect(ports({ remainingMs: 0 }).insertAll(someClaims(1))).rejects.toThrow(DependencyError);
  });

  it('never takes an answer without a word on a claim for "not seen"', async () => {
    dynamo.on(BatchExecuteStatementCommand).resolves({});

    await expect(ports({ remainingMs: 0 }).insertAll(someClaims(1))).rejects.toThrow(DependencyError);
  });
});

describe('takeOver of the claims table', () => {
  it('takes what is its own already or has expired, and nothing else', async () => {
    dynamo.on(PutItemCommand).resolves({});

    const takeover = await ports().takeOver(aClaim());

    expect(takeover).toEqual({ mine: true });
    expect(dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input)).toEqual([
      {
        TableName: 'claims',
        Item: {
          mid: { S: 'LOG:1' },
          owner: { S: 'shard-0:1' },
          fingerprint: { S: 'f1' },
          expires: { N: String(expires) },
          deleteAfter: { N: String(expires + 14 * 86_400) },
        },
        ConditionExpression: '(#owner = :owner AND fingerprint = :fingerprint) OR expires < :now',
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

  it('tells the fingerprint of the claim that stands', async () => {
    dynamo.on(PutItemCommand).rejects(
      new ConditionalCheckFailedException({
        $metadata: {},
        message: 'The conditional request failed',
        Item: { mid: { S: 'LOG:1' }, owner: { S: 'shard-0:7' }, fingerprint: { S: 'f7' } },
      }),
    );

    expect(await ports().takeOver(aClaim())).toEqual({ mine: false, fingerprint: 'f7' });
  });

  it.each([
    ['the table does not answer', new Error('connect ECONNREFUSED')],
    [
      'the claim went away meanwhile',
      new ConditionalCheckFailedException({ $metadata: {}, message: 'The conditional request failed' }),
    ],
  ])('throws when %s, and keeps the cause', async (_, cause) => {
    dynamo.on(PutItemCommand).rejects(cause);

    const error = await ports()
      .takeOver(aClaim())
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(DependencyError);
    expect(error).toMatchObject({ message: expect.stringContaining('DynamoDB table claims'), cause });
  });
});
