import { AwsError } from '../../calls/aws-error.js';
import { type DynaliteStore, type Item, runOperation, storageKey, type Table, withLock } from './dynalite.js';
import { itemOf, parseInsert } from './partiql.js';

/** A statement of BatchExecuteStatement. */
export interface BatchStatement {
  readonly Statement: string;
  readonly Parameters?: readonly Item[string][];
}

export interface BatchAnswer {
  readonly TableName?: string;
  readonly Error?: { readonly Code: string; readonly Message: string };
}

const maxStatements = 25;

/**
 * "BatchExecuteStatement": each INSERT is a put-if-absent that fails alone, with `DuplicateItem`; two statements on one
 * key refuse the whole batch. One read and one write of the store for all of them.
 */
export async function insertBatch(store: DynaliteStore, statements: readonly BatchStatement[]): Promise<BatchAnswer[]> {
  if (statements.length < 1 || statements.length > maxStatements) {
    throw new AwsError('ValidationException', `1 to ${maxStatements} statements, found ${statements.length}`);
  }
  const inserts = statements.map(({ Statement, Parameters = [] }) => {
    const statement = parseInsert(Statement);
    return { table: statement.table, item: itemOf(statement, Parameters) };
  });
  const name = inserts[0]?.table ?? '';
  if (inserts.some(({ table }) => table !== name)) {
    throw new AwsError('ValidationException', 'The local runner inserts into one table a batch.');
  }
  const table = (await runOperation(store, 'DescribeTable', { TableName: name })).Table as Table;
  const keyed = inserts.map(({ item }) => ({ item, key: storageKey(table, item) }));
  const keys = keyed.map(({ key }) => key);
  if (new Set(keys).size < keys.length) {
    throw new AwsError('ValidationException', 'Multiple operations on a single item in a batch are not supported.');
  }
  return withLock(store, table, keys, async () => {
    const existing = await store.db.getMany(keys);
    const fresh = keyed.filter((_, index) => existing[index] === undefined);
    await store.db.batch(fresh.map(({ key, item }) => ({ type: 'put', key, value: item })));
    return existing.map((item) => (item === undefined ? { TableName: name } : duplicateItem));
  });
}

const duplicateItem: BatchAnswer = {
  Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
};
