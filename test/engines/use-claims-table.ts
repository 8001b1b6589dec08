import { aClaimsTable, type ClaimsTable, clientAt } from './claims-table.js';
import { type DynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.js';

/** An engine for a group of tests, and an empty claims table for each of them. */
export function useClaimsTable(folder: string): () => ClaimsTable {
  let engine: DynamoDbLocal | undefined;
  let table: ClaimsTable;
  let tables = 0;

  beforeAll(async () => {
    engine = await startDynamoDbLocal(folder);
  });

  beforeEach(async () => {
    table = await aClaimsTable(clientAt(engine?.endpoint ?? ''), `claims-${++tables}`);
  });

  afterAll(() => engine?.stop());

  return () => table;
}
