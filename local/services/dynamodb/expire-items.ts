import { AwsError } from '../../calls/aws-error.js';
import type { Input } from '../../calls/json-service.js';
import { type DynaliteStore, runOperation } from './dynalite.js';
import type { TableDefinition } from './table-definition.js';

const expired = '#ttl < :now';

/** "DynamoDB TTL": deletes items whose time has passed, some time later; conditions must not rely on it. */
export async function deleteExpired(
  store: DynaliteStore,
  { name, ttlAttribute, schema }: Pick<TableDefinition, 'name' | 'ttlAttribute' | 'schema'>,
  now: number,
): Promise<number> {
  if (ttlAttribute === undefined) return 0;
  const keys = (schema.KeySchema as Input[]).map(({ AttributeName }) => String(AttributeName));
  const values = {
    ExpressionAttributeNames: { '#ttl': ttlAttribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1_000)) } },
  };
  let deleted = 0;
  for (let start: unknown; ; ) {
    const page = await runOperation(store, 'Scan', {
      TableName: name,
      FilterExpression: expired,
      ...values,
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    for (const item of page.Items as Input[]) {
      const Key = Object.fromEntries(keys.map((key) => [key, item[key]]));
      if (await deleteIf(store, { TableName: name, Key, ConditionExpression: expired, ...values })) deleted++;
    }
    start = page.LastEvaluatedKey;
    if (!start) return deleted;
  }
}

/** Deletes an item that is still expired: it may have been renewed since it was read. */
async function deleteIf(store: DynaliteStore, input: Input): Promise<boolean> {
  try {
    await runOperation(store, 'DeleteItem', input);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
