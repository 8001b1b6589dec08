import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { getItems } from '../../../../lambdas/shared/aws/get-items.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';

const client = new DynamoDBClient({ region: 'ap-south-1' });
const dynamo = mockClient(client);
const read = (keys: readonly string[], remainingMs = 60_000) =>
  getItems(keys, { client, table: 'claims', keyName: 'mid', remainingMs: () => remainingMs });

type Request = { RequestItems: { claims: { Keys: { mid: { S: string } }[] } } };

beforeEach(() => {
  // No jitter: a second try comes at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  dynamo.reset();
});

afterEach(() => jest.restoreAllMocks());

describe('getItems', () => {
  it('reads what is there of any keys, however the table puts some off', async () => {
    const anyKeys = fc.array(fc.record({ key: fc.nat(300).map(String), isThere: fc.boolean() }), { maxLength: 250 });
    await fc.assert(
      fc.asyncProperty(anyKeys, fc.infiniteStream(fc.boolean()), async (keys, putsOff) => {
        const there = new Map(keys.map(({ key, isThere }) => [key, isThere]));
        let calls = 0;
        dynamo.on(BatchGetItemCommand).callsFake(({ RequestItems }: Request) => {
          const { Keys } = RequestItems.claims;
          const later = ++calls > 10 ? [] : Keys.filter(() => putsOff.next().value);
          const items = Keys.filter((key) => !later.includes(key) && there.get(key.mid.S));
          return { Responses: { claims: items }, UnprocessedKeys: { claims: { Keys: later } } };
        });

        const found = await read(keys.map(({ key }) => key));

        expect([...found.keys()].toSorted()).toEqual([...there.keys()].filter((key) => there.get(key)).toSorted());
      }),
    );
  });

  it('asks for some attributes alone where it is told to, by other names: `open` is reserved', async () => {
    dynamo.on(BatchGetItemCommand).resolves({});

    await getItems(['a'], {
      client,
      table: 'claims',
      keyName: 'mid',
      attributes: ['mid', 'open'],
      remainingMs: () => 0,
    });

    const [call] = dynamo.commandCalls(BatchGetItemCommand);
    expect(call?.args[0].input.RequestItems?.claims).toMatchObject({
      ProjectionExpression: '#a0, #a1',
      ExpressionAttributeNames: { '#a0': 'mid', '#a1': 'open' },
    });
  });

  it('throws when some could not be read in time', async () => {
    dynamo.on(BatchGetItemCommand).callsFake(({ RequestItems }: Request) => ({ UnprocessedKeys: RequestItems }));

    await expect(read(['a'], 0)).rejects.toThrow(DependencyError);
    await expect(read(['a'], 0)).rejects.toThrow(
      'DynamoDB table claims: 1 of 1 entries were not taken in time: not read',
    );
  });

  it.each([
    ['all of it, as it is after every write', {}, { ConsistentRead: true }],
    [
      'some attributes, reserved words among them, as they may have been a moment ago',
      { attributes: ['mid', 'open'], mayBeStale: true },
      {
        ConsistentRead: false,
        ProjectionExpression: '#a0, #a1',
        ExpressionAttributeNames: { '#a0': 'mid', '#a1': 'open' },
      },
    ],
  ])('asks for %s', async (_, how, expected) => {
    dynamo.on(BatchGetItemCommand).resolves({ Responses: { claims: [{ mid: { S: 'a' } }] } });

    await getItems(['a'], { client, table: 'claims', keyName: 'mid', remainingMs: () => 1_000, ...how });

    const [call] = dynamo.commandCalls(BatchGetItemCommand);
    expect(call?.args[0].input.RequestItems?.claims).toEqual({ Keys: [{ mid: { S: 'a' } }], ...expected });
  });
});
