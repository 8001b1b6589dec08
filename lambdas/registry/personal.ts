import { placeOf, type RecordKey, type StoredRecord } from '../shared/registry/aws/items.js';
import { type DataKeys, openText, type SealedText, sealText } from '../shared/registry/sealing.js';
import type { Fields, Kind } from './kind.js';
import { mask } from './read-record.js';

/** Splits a record into what is personal, sealed, and the rest. No key is asked for where nothing is personal. */
export async function sealPersonal(
  { personal }: Kind,
  key: RecordKey,
  record: Fields,
  keys: DataKeys,
): Promise<Pick<StoredRecord, 'open' | 'sealed'>> {
  const open = Object.fromEntries(Object.entries(record).filter(([field]) => !personal.includes(field)));
  const given = personal.filter((field) => record[field] !== undefined);
  if (given.length === 0) return { open, sealed: {} };
  const dataKey = await keys.current();
  const sealed = given.map((field): [string, SealedText] => [
    field,
    sealText(String(record[field]), placeOf(key, field), dataKey),
  ]);
  return { open, sealed: Object.fromEntries(sealed) };
}

export async function openPersonal({ sealed }: StoredRecord, keys: DataKeys): Promise<Fields> {
  const opened = Object.entries(sealed).map(async ([field, text]) => [field, await openText(text, keys)] as const);
  return Object.fromEntries(await Promise.all(opened));
}

/** The same length for all: not even that is told of a value. */
export function showMasked({ sealed }: StoredRecord): Fields {
  return Object.fromEntries(Object.keys(sealed).map((field) => [field, mask]));
}
