import type { OpenFields } from '../shared/registry/cached-lookup.js';
import { epochOf } from './epoch-of.js';
import { shared } from './shared-data.js';

/** Which fields of a record go into a document. */
export interface Projection {
  /** Name in the document → name in the record. */
  readonly fields: Readonly<Record<string, string>>;
  /** What of a record there is to add; `undefined` where that is nothing. The same object for the same record. */
  project(record: OpenFields): OpenFields | undefined;
}

/** Sunbird denormalizer: names are in lower case and without underscores. */
const documentName = (field: string): string => field.toLowerCase().replaceAll('_', '');

/**
 * Some fields of a record under the names that Sunbird's documents have them by; empty texts are left out.
 *
 * @param dates those that become epoch milliseconds
 */
export function projectionOf(names: readonly string[], dates: readonly string[] = []): Projection {
  const fields = Object.fromEntries(names.map((name) => [documentName(name), name]));
  const isDate = new Set(dates);
  const project = oncePerRecord((record) => {
    const entries = Object.entries(fields)
      .map(([to, from]): [string, unknown] => [to, isDate.has(from) ? epochOf(record[from]) : record[from]])
      .filter(([, value]) => value !== undefined && value !== null && value !== '');
    return entries.length > 0 ? shared(Object.fromEntries(entries)) : undefined;
  });
  return { fields, project };
}

/** Remembers what was made of a record for as long as the record itself is. */
export function oncePerRecord<T>(make: (record: OpenFields) => T): (record: OpenFields) => T {
  const made = new WeakMap<OpenFields, { readonly value: T }>();
  return (record) => {
    const known = made.get(record);
    if (known) return known.value;
    const value = make(record);
    made.set(record, { value });
    return value;
  };
}
