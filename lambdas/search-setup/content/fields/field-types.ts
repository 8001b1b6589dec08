/** A field of a mapping, or an object of them. */
export interface Field {
  readonly type?: string;
  readonly properties?: Fields;
  readonly [setting: string]: unknown;
}

export type Fields = Readonly<Record<string, Field>>;

/**
 * A text that is looked up, counted and sorted as a whole. Longer ones are kept but not indexed: Lucene refuses a
 * document with a term over 32,766 bytes, and 1,024 characters stay below it in any script.
 */
export const keyword: Field = { type: 'keyword', ignore_above: 1_024 };

/** A keyword whose words can be searched too, under `<field>.text`; however long it is. */
export const wordy: Field = { ...keyword, fields: { text: { type: 'text' } } };

/** What is no number (no time) is kept but not indexed, rather than the document refused. */
export const number: Field = { type: 'double', ignore_malformed: true };
export const time: Field = { type: 'date', ignore_malformed: true };

/** A time that the pipeline stamps itself: a document without one is none of ours, and is refused. */
export const arrivalTime: Field = { type: 'date' };

export const flag: Field = { type: 'boolean' };

/** Kept as it came, and not looked into. */
export const unread: Field = { type: 'object', enabled: false };

/** Of its keys these are indexed; others are kept, and add nothing to the mapping. */
export const object = (properties: Fields): Field => ({ dynamic: false, properties });

export const keywords = (...names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, keyword]));

export const numbers = (...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, number]));

export const times = (...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, time]));
