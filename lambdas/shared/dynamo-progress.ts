import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Progress, ProgressPorts } from './progress.js';
import { type PutAllOptions, putAllOrThrow } from './put-all.js';
import type { Owner } from './telemetry/types.js';

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

/** "BatchGetItem: up to 100 items; BatchWriteItem: up to 25 puts". */
const [maxReads, maxWrites] = [100, 25];
/** Longer than a stream keeps a frame by default, and twice that for a redrive. */
const keptSeconds = 21 * 86_400;

/** The progress table as ports. */
export function dynamoProgress({ client, table, stage, now, remainingMs }: DynamoProgressOptions): ProgressPorts {
  const keyOf = (owner: Owner) => `${stage}:${owner}`;
  const putAll = <T>(entries: readonly T[], maxEntries: number, put: PutAllOptions<T>['put']) =>
    putAllOrThrow(entries, {
      target: `DynamoDB table ${table}`,
      maxEntries,
      maxBytes: Number.POSITIVE_INFINITY,
      sizeOf: () => 1,
      remainingMs,
      put,
    });

  return {
    async find(owners) {
      const found = new Map<Owner, Progress>();
      // "BatchGetItem: a key that stands twice refuses the whole call".
      await putAll([...new Set(owners)], maxReads, async (chunk, abortSignal) => {
        const Keys = chunk.map((owner) => ({ frame: { S: keyOf(owner) } }));
        const request = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
        const { Responses = {}, UnprocessedKeys = {} } = await client.send(request, { abortSignal });
        const items = new Map(Responses[table]?.map((item) => [item.frame?.S, readProgress(item)]));
        const unread = new Set(UnprocessedKeys[table]?.Keys?.map(({ frame }) => frame?.S));
        return chunk.map((owner) => {
          const progress = items.get(keyOf(owner));
          if (progress) found.set(owner, progress);
          return unread.has(keyOf(owner)) ? 'not read' : undefined;
        });
      });
      return found;
    },

    async remember(progress) {
      const deleteAfter = { N: String(Math.floor(now() / 1_000) + keptSeconds) };
      await putAll([...progress], maxWrites, async (chunk, abortSignal) => {
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
      });
    },
  };
}

function readProgress({ left, kept }: Record<string, AttributeValue>): Progress {
  return { left: (left?.NS ?? []).map(Number).sort((a, b) => a - b), kept: kept?.BOOL === true };
}
