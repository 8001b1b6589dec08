import type { Input } from '../json-service.js';
import { type DynaliteStore, runOperation } from './dynalite.js';
import type { TableDefinition } from './thread.js';

/** "DynamoDB TTL": deletes items whose time has passed, some time later; conditions must not rely on it. */
export async function deleteExpired(
  store: DynaliteStore,
  { name, ttlAttribute, schema }: Pick<TableDefinition, 'name' | 'ttlAttribute' | 'schema'>,
  now: number,
): Promise<number> {
  if (ttlAttribute === undefined) return 0;
  const keys = (schema.KeySchema as Input[]).map(({ AttributeName }) => String(AttributeName));
  let deleted = 0;
  for (let start: unknown; ; ) {
    const page = await runOperation(store, 'Scan', {
      TableName: name,
      FilterExpression: '#ttl < :now',
      ExpressionAttributeNames: { '#ttl': ttlAttribute },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1_000)) } },
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    for (const item of page.Items as Input[]) {
      const Key = Object.fromEntries(keys.map((key) => [key, item[key]]));
      await runOperation(store, 'DeleteItem', { TableName: name, Key });
      deleted++;
    }
    start = page.LastEvaluatedKey;
    if (!start) return deleted;
  }
}
