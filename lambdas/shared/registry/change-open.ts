import { DependencyError } from '../function/errors.js';
import type { RecordKey } from './aws/items.js';
import type { OpenFields } from './cached-lookup.js';

/** What lies open of a record. */
export interface OpenPart {
  readonly open: OpenFields;
  /** When an event said it, epoch milliseconds, by field; a record that is written as a whole has none. */
  readonly saidAt: Readonly<Record<string, number>>;
}

/** A record as it was found, but for what is sealed. */
export interface OpenRecord extends OpenPart {
  /** Grows with every write. */
  readonly revision: number;
  /** Nothing but this is left of it, and nothing may come back. */
  readonly isErased: boolean;
}

/** The registry's table. All of it throws DependencyError when the table can't be reached. */
export interface OpenRecordPorts {
  find(key: RecordKey): Promise<OpenRecord | undefined>;
  /** Writes what lies open, and leaves what is sealed as it is. @returns false when another write came between */
  write(key: RecordKey, next: OpenPart, revision: number, before: OpenRecord | undefined): Promise<boolean>;
  /** Epoch milliseconds. */
  now(): number;
}

/** Tries to write where others write at the same moment. */
const maxTries = 5;

/**
 * Changes what lies open of a record, read and written anew while others write the same one.
 *
 * @param change what is to stand there in place of what was found; `undefined` where nothing is to change
 * @throws DependencyError when the table can't be reached, or when others are faster each time
 */
export async function changeOpen(
  key: RecordKey,
  change: (before: OpenRecord | undefined) => OpenPart | undefined,
  { find, write, now }: OpenRecordPorts,
): Promise<'written' | 'unchanged' | 'erased'> {
  for (let tries = 0; tries < maxTries; tries++) {
    const before = await find(key);
    if (before?.isErased) return 'erased';
    const next = change(before);
    if (!next) return 'unchanged';
    if (await write(key, next, Math.max(now(), (before?.revision ?? 0) + 1), before)) return 'written';
  }
  throw new DependencyError(`a ${key.kind} was written by others ${maxTries} times in a row.`);
}
