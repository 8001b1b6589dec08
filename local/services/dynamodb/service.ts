import { AwsError } from '../../calls/aws-error.js';
import type { Input, JsonService, Operation } from '../../calls/json-service.js';
import { type DynaliteStore, runOperation } from './dynalite.js';
import { insertBatch } from './insert-batch.js';
import { parseInsert } from './partiql.js';

/** dynalite's operations that need the permission of the same name on their one table. */
const tableOperations = ['DeleteItem', 'DescribeTable', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

/** DynamoDB: dynalite, and what it lacks: batches of PartiQL INSERT, and ALL_OLD on a refused condition. */
export function dynamoService(store: DynaliteStore, arnOf: (table: string) => string): JsonService {
  const onTable = (action: string): Operation => ({
    // "Query and Scan of an index take the permission on the index", which has an ARN of its own.
    permissions: ({ TableName, IndexName }) => [
      {
        action: `dynamodb:${action}`,
        resource: `${arnOf(TableName)}${IndexName === undefined ? '' : `/index/${IndexName}`}`,
      },
    ],
    run: (input) => runWithOldItem(store, action, input),
  });
  const onTables = (action: string): Operation => ({
    permissions: ({ RequestItems }) =>
      Object.keys(RequestItems).map((table) => ({ action: `dynamodb:${action}`, resource: arnOf(table) })),
    run: (input) => runOperation(store, action, input),
  });
  return {
    name: 'dynamodb',
    jsonVersion: '1.0',
    operations: {
      ...Object.fromEntries(tableOperations.map((name) => [name, onTable(name)])),
      BatchGetItem: onTables('BatchGetItem'),
      BatchWriteItem: onTables('BatchWriteItem'),
      BatchExecuteStatement: {
        permissions: ({ Statements }) =>
          [...new Set((Statements as Input[]).map(({ Statement }) => parseInsert(Statement).table))].map((table) => ({
            action: 'dynamodb:PartiQLInsert',
            resource: arnOf(table),
          })),
        run: async ({ Statements }) => ({ Responses: await insertBatch(store, Statements) }),
      },
    },
  };
}

async function runWithOldItem(store: DynaliteStore, name: string, input: Input): Promise<Input> {
  const { ReturnValuesOnConditionCheckFailure: returned, ...rest } = input;
  try {
    return await runOperation(store, name, rest);
  } catch (error) {
    const refused = error instanceof AwsError && error.code === 'ConditionalCheckFailedException';
    if (!refused || returned !== 'ALL_OLD') throw error;
    const old = await runOperation(store, 'GetItem', { TableName: input.TableName, Key: await keyOf(store, input) });
    throw new AwsError(error.code, error.message, error.status, { Item: old.Item });
  }
}

async function keyOf(store: DynaliteStore, { TableName, Item, Key }: Input): Promise<Input> {
  if (Key) return Key;
  const { Table } = await runOperation(store, 'DescribeTable', { TableName });
  return Object.fromEntries(
    (Table.KeySchema as Input[]).map(({ AttributeName }) => [AttributeName, Item[AttributeName]]),
  );
}
