import { setImmediate as nextTurn } from 'node:timers/promises';
import { closeStore, type DynaliteStore, openStore, runOperation } from '../../local/services/dynamodb/dynalite.js';
import type { BatchStatement } from '../../local/services/dynamodb/insert-batch.js';
import type { TableDefinition } from '../../local/services/dynamodb/table-definition.js';

export const claimsTable: TableDefinition = {
  name: 'claims',
  arn: 'arn:aws:dynamodb:local-1:000000000000:table/claims',
  schema: {
    KeySchema: [{ AttributeName: 'mid', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'mid', AttributeType: 'S' }],
  },
  ttlAttribute: 'deleteAfter',
};

/** A store with the claims table, ready for use. */
export async function openClaims(folder: string): Promise<DynaliteStore> {
  const store = openStore(folder);
  await runOperation(store, 'CreateTable', {
    TableName: claimsTable.name,
    BillingMode: 'PAY_PER_REQUEST',
    ...claimsTable.schema,
  });
  while ((await describe(store)).TableStatus !== 'ACTIVE') await nextTurn();
  return store;
}

export { closeStore };

async function describe(store: DynaliteStore) {
  return (await runOperation(store, 'DescribeTable', { TableName: claimsTable.name })).Table;
}

export interface Claim {
  readonly mid: string;
  readonly owner?: string;
  readonly fingerprint?: string;
  readonly expires?: number;
}

/** An INSERT as the claims stage sends it. */
export function anInsert({ mid, owner = 'shard-0:1' }: Claim): BatchStatement {
  return {
    Statement: `INSERT INTO "claims" VALUE {'mid': ?, 'owner': ?}`,
    Parameters: [{ S: mid }, { S: owner }],
  };
}

export function anItem({ mid, owner = 'shard-0:1', fingerprint = 'f1', expires = 2_000 }: Claim) {
  return { mid: { S: mid }, owner: { S: owner }, fingerprint: { S: fingerprint }, expires: { N: String(expires) } };
}

/** All items of the claims table, by mid. */
export async function itemsOf(store: DynaliteStore): Promise<Record<string, Record<string, unknown>>> {
  const { Items } = await runOperation(store, 'Scan', { TableName: claimsTable.name });
  return Object.fromEntries((Items as { mid: { S: string } }[]).map((item) => [item.mid.S, item]));
}
