import type { RecordKey, StoredRecord } from '../shared/registry/aws/items.js';
import type { DataKeys } from '../shared/registry/sealing.js';

/** Bots that a record is registered with: those that it was before, new ones, and those that it no longer is. */
export interface Registrations {
  readonly kept: readonly string[];
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/** A record to be written in the place of what was found. */
export interface Change {
  readonly next: StoredRecord;
  readonly before: StoredRecord | undefined;
  readonly registrations: Registrations;
}

/** The registry's table. All of it throws DependencyError when the table can't be reached. */
export interface RecordPorts {
  /** Records that are there, by entity; those of erased persons too. */
  find(keys: readonly RecordKey[]): Promise<ReadonlyMap<string, StoredRecord>>;
  /** Writes records, no two of one key. @returns by position, false where another write came between */
  replace(changes: readonly Change[]): Promise<readonly boolean[]>;
  /** Removes what was found. @returns false when another write came between */
  remove(before: StoredRecord, registrations: readonly string[]): Promise<boolean>;
  /** Leaves a tombstone in the place of what was found. @returns false when another write came between */
  erase(tombstone: StoredRecord, before: StoredRecord | undefined, registrations: readonly string[]): Promise<boolean>;
  /** Removes registrations that nothing newer than a revision has made. */
  unregister(userId: string, botIds: readonly string[], revision: number): Promise<void>;
}

export interface RegistryPorts {
  readonly records: RecordPorts;
  readonly keys: DataKeys;
  /** Epoch milliseconds. */
  now(): number;
}
