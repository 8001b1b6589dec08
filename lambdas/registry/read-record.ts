import { isObject, kindOf } from '../shared/telemetry/describe-value.js';
import { describeFault } from './describe-fault.js';
import type { Fields, Kind, RecordFault } from './kind.js';

/** What stands in an answer for a personal value that the token may not see. */
export const mask = '[masked]';

/**
 * Judges a record and brings it into its one form.
 *
 * @param text JSON of the record
 * @param id what the record is to have as its id, where that is known from elsewhere; it may then leave its own out
 */
export function readRecord(kind: Kind, text: string, id?: string): Fields | RecordFault {
  const record = parse(text);
  if (record === unreadable) return { pointer: '', expected: 'JSON', found: 'a text that is none' };
  if (!isObject(record)) return { pointer: '', expected: 'object', found: kindOf(record) };
  // Databases export a field without a value as null.
  const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
  const named = id === undefined ? given : { id, ...given };
  if (!kind.validate(named)) return describeFault(named, kind.validate.errors);
  if (id !== undefined && named.id !== id) {
    return { pointer: '/id', expected: 'the id of the address', found: 'another one' };
  }
  const masked = kind.personal.find((field) => named[field] === mask);
  if (masked !== undefined) {
    return { pointer: `/${masked}`, expected: 'the value itself', found: 'what a GET shows in its place' };
  }
  return kind.normalize(named);
}

const unreadable = Symbol('unreadable');

/** The parser's own error quotes what it found. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable;
  }
}
