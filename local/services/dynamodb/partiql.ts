import { AwsError } from '../../calls/aws-error.js';
import type { Item } from './dynalite.js';

/** An INSERT whose values are all parameters: the one PartiQL statement that the stack sends. */
export interface InsertStatement {
  readonly table: string;
  readonly attributes: readonly string[];
}

const insertPattern = /^\s*INSERT\s+INTO\s+"([^"]+)"\s+VALUE\s*\{(.*)\}\s*$/is;
const pairPattern = /^\s*'([^']+)'\s*:\s*\?\s*$/;
const parsed = new Map<string, InsertStatement>();

/** @throws AwsError for any other statement */
export function parseInsert(text: string): InsertStatement {
  const known = parsed.get(text);
  if (known) return known;
  const [, table, body] = insertPattern.exec(text) ?? [];
  const attributes = body?.split(',').map((pair) => pairPattern.exec(pair)?.[1]);
  if (table === undefined || !attributes?.every((name) => name !== undefined)) {
    throw new AwsError(
      'ValidationException',
      `The local runner knows INSERT INTO "table" VALUE {'name': ?, …} with parameters alone, found: ${text}`,
    );
  }
  const statement = { table, attributes };
  parsed.set(text, statement);
  return statement;
}

/** The item that a statement inserts. */
export function itemOf({ attributes }: InsertStatement, parameters: readonly Item[string][]): Item {
  if (attributes.length !== parameters.length) {
    throw new AwsError('ValidationException', 'Number of parameters in request and statement don’t match.');
  }
  return Object.fromEntries(attributes.map((name, index) => [name, parameters[index] as Item[string]]));
}
