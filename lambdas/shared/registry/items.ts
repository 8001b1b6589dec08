import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { SealedText } from './sealing.js';

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
    ...(first && {
      dataKey: { B: first.dataKey },
      sealed: { M: Object.fromEntries(sealed.map(([field, { data }]) => [field, { B: data }])) },
    }),
  };
}

/** Reads an item that `toItem` wrote. */
export function fromItem(key: RecordKey, { revision, open, dataKey, sealed }: Item): StoredRecord {
  const fields = Object.entries(sealed?.M ?? {}).map(([field, value]): [string, SealedText] => [
    field,
    { place: placeOf(key, field), dataKey: dataKey?.B ?? new Uint8Array(), data: value.B ?? new Uint8Array() },
  ]);
  return {
    ...key,
    revision: Number(revision?.N),
    open: JSON.parse(open?.S ?? '{}'),
    sealed: Object.fromEntries(fields),
  };
}
