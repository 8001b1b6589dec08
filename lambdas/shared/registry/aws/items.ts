import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { SealedText } from '../sealing.js';

/** Which record. */
export interface RecordKey {
  readonly kind: string;
  readonly id: string;
}

/** A record as it is stored: what is personal is sealed, everything else lies open. */
export interface StoredRecord extends RecordKey {
  /** Grows with every write. */
  readonly revision: number;
  readonly open: Readonly<Record<string, unknown>>;
  /** By field. */
  readonly sealed: Readonly<Record<string, SealedText>>;
  /** Epoch milliseconds at which a person was erased: then nothing else is left of the record, and to readers it is none. */
  readonly erased?: number;
}

export type Item = Record<string, AttributeValue>;

/**
 * One table for all kinds. `entity` is what an item is about, such as `bot#b-1`, and `part` which part of it: `record`
 * itself, or `registration#u-1` for a user that is registered with a bot. So one query reads a bot's registrations.
 */
export const recordPart = 'record';
export const registrationPrefix = 'registration#';

export const entityOf = ({ kind, id }: RecordKey): string => `${kind}#${id}`;
export const placeOf = (key: RecordKey, field: string): string => `${entityOf(key)}#${field}`;

export const recordItemKey = (key: RecordKey): Item => ({ entity: { S: entityOf(key) }, part: { S: recordPart } });

/** Key of the item that says of a user that it is registered with a bot. */
export const registrationKey = (botId: string, userId: string): Item => ({
  entity: { S: entityOf({ kind: 'bot', id: botId }) },
  part: { S: `${registrationPrefix}${userId}` },
});

export function toItem(stored: StoredRecord): Item {
  const sealed = Object.entries(stored.sealed);
  const [[, first] = []] = sealed;
  return {
    ...recordItemKey(stored),
    revision: { N: String(stored.revision) },
    open: { S: JSON.stringify(stored.open) },
    ...(stored.erased !== undefined && { erased: { N: String(stored.erased) } }),
    ...(first && {
      dataKey: { B: first.dataKey },
      sealed: { M: Object.fromEntries(sealed.map(([field, { data }]) => [field, { B: data }])) },
    }),
  };
}

/** Reads an item that `toItem` wrote. */
export function fromItem(key: RecordKey, { revision, open, dataKey, sealed, erased }: Item): StoredRecord {
  const fields = Object.entries(sealed?.M ?? {}).map(([field, value]): [string, SealedText] => [
    field,
    { place: placeOf(key, field), dataKey: dataKey?.B ?? new Uint8Array(), data: value.B ?? new Uint8Array() },
  ]);
  return {
    ...key,
    revision: Number(revision?.N),
    open: JSON.parse(open?.S ?? '{}'),
    sealed: Object.fromEntries(fields),
    ...(erased && { erased: Number(erased.N) }),
  };
}

/** Attributes that `readOpen` needs, for who reads them alone: what is sealed then never leaves the table. */
export const openAttributes: readonly string[] = ['entity', 'open', 'erased'];

/** Whether an item is what an erased person's record has left behind. */
export const isErased = ({ erased }: Item): boolean => erased !== undefined;

/** What lies open of an item that `toItem` wrote; `undefined` for who was erased, of whom there is no record. */
export function readOpen(item: Item): Readonly<Record<string, unknown>> | undefined {
  return isErased(item) ? undefined : JSON.parse(item.open?.S ?? '{}');
}
