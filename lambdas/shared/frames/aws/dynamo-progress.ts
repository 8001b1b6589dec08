import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { getItems, type Item } from '../../aws/get-items.js';
import { putAllOrThrow } from '../../aws/put-all.js';
import type { Owner } from '../../telemetry/types.js';
import type { Progress, ProgressPorts } from '../progress.js';

export interface DynamoProgressOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Whose progress it is: two stages never read each other's. */
  readonly stage: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
}

/** "BatchWriteItem: up to 25 puts". */
const limits = { maxEntries: 25, maxBytes: Number.POSITIVE_INFINITY };
/** Longer than a stream keeps a frame by default, and twice that for a redrive. */
const keptSeconds = 21 * 86_400;

/** The progress table as ports. */
export function dynamoProgress({ client, table, stage, now, remainingMs }: DynamoProgressOptions): ProgressPorts {
  const keyOf = (owner: Owner) => `${stage}:${owner}`;

  return {
    async find(owners) {
      const items = await getItems(owners.map(keyOf), { client, table, keyName: 'frame', remainingMs });
      return new Map(
        owners.flatMap((owner) => {
          const item = items.get(keyOf(owner));
          return item ? [[owner, readProgress(item)]] : [];
        }),
      );
    },

    async remember(progress) {
      const deleteAfter = { N: String(Math.floor(now() / 1_000) + keptSeconds) };
      await putAllOrThrow([...progress], {
        ...limits,
        target: `DynamoDB table ${table}`,
        sizeOf: () => 1,
        remainingMs,
        put: async (chunk, abortSignal) => {
          const requests = chunk.map(
            ([owner, { left, kept }]): WriteRequest => ({
              PutRequest: {
                Item: {
                  frame: { S: keyOf(owner) },
                  kept: { BOOL: kept },
                  deleteAfter,
                  ...(left.length > 0 && { left: { NS: left.map(String) } }),
                },
              },
            }),
          );
          const request = new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
          const { UnprocessedItems = {} } = await client.send(request, { abortSignal });
          const unwritten = new Set(UnprocessedItems[table]?.map(({ PutRequest }) => PutRequest?.Item?.frame?.S));
          return chunk.map(([owner]) => (unwritten.has(keyOf(owner)) ? 'not written' : undefined));
        },
      });
    },
  };
}

function readProgress({ left, kept }: Item): Progress {
  return { left: (left?.NS ?? []).map(Number).sort((a, b) => a - b), kept: kept?.BOOL === true };
}
