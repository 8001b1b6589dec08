import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoProgress } from '../../../../../lambdas/shared/frames/aws/dynamo-progress.js';
import type { Progress } from '../../../../../lambdas/shared/frames/progress.js';
import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';
import { arrival } from '../../../../factories/frames.js';

const client = new DynamoDBClient({ region: 'ap-south-1' });
const dynamo = mockClient(client);

function ports({ remainingMs = 60_000 } = {}) {
  const options = { client, table: 'progress', stage: 'enrich', now: () => arrival + 999 };
  return dynamoProgress({ ...options, remainingMs: () => remainingMs });
}

const owners = (count: number) => Array.from({ length: count }, (_, index) => `shard-0:${index + 1}`);
const done: Progress = { left: [], kept: true };
const keysOf = (list: readonly string[]) => list.map((owner) => ({ frame: { S: `enrich:${owner}` } }));

beforeEach(() => {
  // No jitter: a second try comes at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  dynamo.reset();
  dynamo.on(BatchGetItemCommand).resolves({});
  dynamo.on(BatchWriteItemCommand).resolves({});
});

afterEach(() => jest.restoreAllMocks());

describe('find of the progress table', () => {
  it('reads the progress of a stage of its own, consistently', async () => {
    const items: Record<string, AttributeValue>[] = [
      { frame: { S: 'enrich:shard-0:1' }, kept: { BOOL: true } },
      { frame: { S: 'enrich:shard-0:2' }, kept: { BOOL: false }, left: { NS: ['10', '9', '2'] } },
    ];
    dynamo.on(BatchGetItemCommand).resolves({ Responses: { progress: items } });

    const found = await ports().find(owners(3));

    expect([...found]).toEqual([
      ['shard-0:1', done],
      ['shard-0:2', { left: [2, 9, 10], kept: false }],
    ]);
    expect(dynamo.commandCalls(BatchGetItemCommand).map(({ args }) => args[0].input)).toEqual([
      { RequestItems: { progress: { Keys: keysOf(owners(3)), ConsistentRead: true } } },
    ]);
  });

  it('asks 100 a call, and for no frame twice', async () => {
    await ports().find([...owners(150), ...owners(150)]);

    const sizes = dynamo
      .commandCalls(BatchGetItemCommand)
      .map(({ args }) => args[0].input.RequestItems?.progress?.Keys?.length);
    expect(sizes).toEqual([100, 50]);
  });

  it('asks again for what was not read', async () => {
    dynamo
      .on(BatchGetItemCommand)
      .resolvesOnce({ UnprocessedKeys: { progress: { Keys: keysOf(['shard-0:2']) } } })
      .resolvesOnce({ Responses: { progress: [{ frame: { S: 'enrich:shard-0:2' }, kept: { BOOL: true } }] } });

    const found = await ports().find(owners(2));

    expect([...found]).toEqual([['shard-0:2', done]]);
  });

  it('throws when the table does not answer in time', async () => {
    dynamo.on(BatchGetItemCommand).rejects(new ProvisionedThroughputExceededException({ message: '', $metadata: {} }));

    await expect(ports({ remainingMs: 100 }).find(owners(1))).rejects.toThrow(DependencyError);
  });

  it('asks nothing for no frames', async () => {
    expect(await ports().find([])).toEqual(new Map());
    expect(dynamo.calls()).toEqual([]);
  });
});

describe('remember of the progress table', () => {
  it('writes one item a frame, with the lines that are left', async () => {
    await ports().remember(
      new Map([
        ['shard-0:1', done],
        ['shard-0:2', { left: [2, 9], kept: false }],
      ]),
    );

    const deleteAfter = { N: String(arrival / 1_000 + 21 * 86_400) };
    expect(dynamo.commandCalls(BatchWriteItemCommand).map(({ args }) => args[0].input)).toEqual([
      {
        RequestItems: {
          progress: [
            { PutRequest: { Item: { frame: { S: 'enrich:shard-0:1' }, kept: { BOOL: true }, deleteAfter } } },
            {
              PutRequest: {
                Item: {
                  frame: { S: 'enrich:shard-0:2' },
                  kept: { BOOL: false },
                  left: { NS: ['2', '9'] },
                  deleteAfter,
                },
              },
            },
          ],
        },
      },
    ]);
  });

  it('writes 25 a call, and again what was not written', async () => {
    dynamo
      .on(BatchWriteItemCommand)
      .resolvesOnce({
        UnprocessedItems: { progress: [{ PutRequest: { Item: { frame: { S: 'enrich:shard-0:7' } } } }] },
      })
      .resolves({});

    await ports().remember(new Map(owners(30).map((owner): [string, Progress] => [owner, done])));

    const written = dynamo
      .commandCalls(BatchWriteItemCommand)
      .map(({ args }) => args[0].input.RequestItems?.progress?.map(({ PutRequest }) => PutRequest?.Item?.frame?.S));
    expect(written.map((keys) => keys?.length)).toEqual([25, 5, 1]);
    expect(written[2]).toEqual(['enrich:shard-0:7']);
  });

  it('throws when the table takes nothing', async () => {
    dynamo.on(BatchWriteItemCommand).rejects(new Error('down'));

    await expect(ports({ remainingMs: 100 }).remember(new Map([['shard-0:1', done]]))).rejects.toThrow(DependencyError);
  });
});
