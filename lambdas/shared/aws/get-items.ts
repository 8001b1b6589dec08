import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { putAllOrThrow } from './put-all.js';

export type Item = Record<string, AttributeValue>;

export interface GetItemsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Attribute that is the table's key, or what tells the keys of a table with two apart; a text. */
  readonly keyName: string;
  /** What all the keys have besides, where the table's key is of two attributes. */
  readonly restOfKey?: Item;
  /** Attributes to read, the key's among them; without it all are. */
  readonly attributes?: readonly string[];
  /** True where an item may be as it was up to a second ago: "BatchGetItem: eventually consistent", at half the price. */
  readonly mayBeStale?: boolean;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
}

/** "BatchGetItem: up to 100 items". */
const limits = { maxEntries: 100, maxBytes: Number.POSITIVE_INFINITY };

/**
 * Reads items of a table, each as it is after all writes that were acknowledged, unless it may be stale.
 *
 * @returns the items that are there, by key
 * @throws DependencyError when not all could be read in time
 */
export async function getItems(keys: readonly string[], options: GetItemsOptions): Promise<Map<string, Item>> {
  const { client, table, keyName, restOfKey, attributes, mayBeStale = false, remainingMs } = options;
  const projection = attributes && project(attributes);
  const found = new Map<string, Item>();
  // "BatchGetItem: a key that stands twice refuses the whole call".
  await putAllOrThrow([...new Set(keys)], {
    ...limits,
    target: `DynamoDB table ${table}`,
    sizeOf: () => 1,
    remainingMs,
    put: async (chunk, abortSignal) => {
      const Keys = chunk.map((key) => ({ [keyName]: { S: key }, ...restOfKey }));
      const request = new BatchGetItemCommand({
        RequestItems: { [table]: { Keys, ConsistentRead: !mayBeStale, ...projection } },
      });
      const { Responses = {}, UnprocessedKeys = {} } = await client.send(request, { abortSignal });
      for (const item of Responses[table] ?? []) found.set(item[keyName]?.S ?? '', item);
      const unread = new Set(UnprocessedKeys[table]?.Keys?.map((key) => key[keyName]?.S));
      return chunk.map((key) => (unread.has(key) ? 'not read' : undefined));
    },
  });
  return found;
}

/** "Reserved words" can't stand in an expression, and `open` is one: so every attribute has another name there. */
function project(attributes: readonly string[]) {
  const names = Object.fromEntries(attributes.map((attribute, at) => [`#a${at}`, attribute]));
  return { ProjectionExpression: Object.keys(names).join(', '), ExpressionAttributeNames: names };
}
