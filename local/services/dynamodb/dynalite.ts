import { createRequire } from 'node:module';
import { AwsError } from '../../calls/aws-error.js';
import type { Input } from '../../calls/json-service.js';

/**
 * The parts of dynalite that we stand on: its store on LevelDB, its validations and its expression engine.
 * It publishes no types and only a server, so these are its modules by path; the version is pinned for that reason.
 */
const require = createRequire(import.meta.url);
const db = require('dynalite/db') as {
  create(options: { path: string; createTableMs: number }): DynaliteStore;
  createKey(item: Item, table: Table): string;
  validateItem(item: Item, table: Table): DynaliteError | undefined;
};
const validations = require('dynalite/validations') as {
  toLowerFirst(name: string): string;
  checkTypes(input: Input, types: unknown): Input;
  checkValidations(input: Input, types: unknown, custom: unknown, store: DynaliteStore): void;
};

export type Item = Record<string, Record<string, unknown>>;
export type Table = { readonly TableName: string; readonly KeySchema: readonly unknown[] };

export interface DynaliteStore {
  readonly db: {
    getMany(keys: readonly string[]): Promise<(Item | undefined)[]>;
    batch(operations: readonly { type: 'put'; key: string; value: Item }[]): Promise<void>;
  };
  readonly lifecycleManager: { gracefulClose(done: (error?: Error) => void): void };
  getItemDb(table: string): {
    lock(keys: readonly string[], run: (release: (done: () => void) => () => void) => void): void;
  };
}

interface DynaliteError extends Error {
  readonly statusCode?: number;
  readonly body?: { __type: string; message?: string };
}

/** @param path a folder; empty, the store is in memory */
export function openStore(path: string): DynaliteStore {
  return db.create({ path, createTableMs: 0 });
}

export function closeStore(store: DynaliteStore): Promise<void> {
  return new Promise((resolve, reject) => {
    store.lifecycleManager.gracefulClose((error) => (error ? reject(error) : resolve()));
  });
}

/** Runs one of dynalite's operations, such as `PutItem`. @throws AwsError as DynamoDB would answer */
export async function runOperation(store: DynaliteStore, name: string, input: Input): Promise<Input> {
  const file = validations.toLowerFirst(name);
  const { types, custom } = require(`dynalite/validations/${file}`);
  const run = require(`dynalite/actions/${file}`) as (
    store: DynaliteStore,
    input: Input,
    done: (error: DynaliteError | null, output: Input) => void,
  ) => void;
  try {
    const checked = validations.checkTypes(input, types);
    validations.checkValidations(checked, types, custom, store);
    return await new Promise((resolve, reject) =>
      run(store, checked, (error, output) => (error ? reject(error) : resolve(output))),
    );
  } catch (error) {
    throw asAwsError(error as DynaliteError);
  }
}

/** Where an item lies in LevelDB. @throws AwsError when the item doesn't fit the table's key */
export function storageKey(table: Table, item: Item): string {
  const invalid = db.validateItem(item, table);
  if (invalid) throw asAwsError(invalid);
  return `item-${table.TableName}~${db.createKey(item, table)}`;
}

/** Holds dynalite's own item locks while something runs, so that both ways of writing exclude each other. */
export function withLock<T>(
  store: DynaliteStore,
  table: Table,
  storageKeys: readonly string[],
  run: () => Promise<T>,
): Promise<T> {
  const prefix = `item-${table.TableName}~`.length;
  return new Promise((resolve, reject) => {
    store.getItemDb(table.TableName).lock(
      storageKeys.map((key) => key.slice(prefix)),
      (release) => {
        run().then(
          (result) => release(() => resolve(result))(),
          (error) => release(() => reject(error))(),
        );
      },
    );
  });
}

function asAwsError(error: DynaliteError): Error {
  if (!error.body) return error;
  const { __type, message = '' } = error.body;
  return new AwsError(__type.split('#').at(-1) ?? __type, message, error.statusCode);
}
