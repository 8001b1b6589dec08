import { BatchExecuteStatementCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from './get-items.js';
import { putAllOrThrow } from './put-all.js';

export interface InsertItemsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
}

/** "BatchExecuteStatement: up to 25 statements". */
const limits = { maxEntries: 25, maxBytes: Number.POSITIVE_INFINITY };

/**
 * Puts items whose keys nobody has taken yet, 25 a call; no two of them may have one key.
 *
 * @returns the items whose key was taken; an insert whose answer was lost finds its own item there
 * @throws DependencyError when not all could be tried in time
 */
export async function insertItems<T extends Item>(
  items: readonly T[],
  { client, table, remainingMs }: InsertItemsOptions,
): Promise<ReadonlySet<T>> {
  const taken = new Set<T>();
  await putAllOrThrow(items, {
    ...limits,
    target: `DynamoDB table ${table}`,
    sizeOf: () => 1,
    remainingMs,
    put: async (chunk, abortSignal) => {
      const Statements = chunk.map((item) => ({
        Statement: statementFor(table, Object.keys(item)),
        Parameters: Object.values(item),
      }));
      const { Responses = [] } = await client.send(new BatchExecuteStatementCommand({ Statements }), { abortSignal });
      return Responses.map(({ Error: error }, position) => {
        if (error?.Code === 'DuplicateItem') taken.add(chunk[position] as T);
        const isAnswered = error === undefined || error.Code === 'DuplicateItem';
        return isAnswered ? undefined : `${error.Code}: ${error.Message}`;
      });
    },
  });
  return taken;
}

const statementFor = (table: string, attributes: readonly string[]): string =>
  `INSERT INTO "${table}" VALUE {${attributes.map((name) => `'${name}': ?`).join(', ')}}`;
