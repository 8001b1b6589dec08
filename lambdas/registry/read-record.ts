import { isObject, kindOf } from '../shared/telemetry/describe-value.js';
import { describeFault } from './describe-fault.js';
import type { Fields, Kind, RecordFault } from './kind.js';

/** What stands in an answer for a personal value that the token may not see. */
export const mask = '[masked]';

/** Judges a record and brings it into its one form. @param text JSON of the record; the rest as for `judgeRecord` */
export function readRecord(kind: Kind, text: string, id?: string): Fields | RecordFault {
  const record = parseJson(text);
  return record === unreadable ? noJson : judgeRecord(kind, record, id);
}

/** @param id what the record is to have as its id, where that is known from elsewhere; it may then leave its own out */
export function judgeRecord(kind: Kind, record: unknown, id?: string): Fields | RecordFault {
  if (!isObject(record)) return { pointer: '', expected: 'object', found: kindOf(record) };
  // Databases export a field without a value as null.
  const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
  const named = id === undefined ? given : { id, ...given };
  if (!kind.validate(named)) return describeFault(named, kind.validate.errors);
  const ownId = kind.idForm.read(String(named.id));
  if (ownId === undefined) return { pointer: '/id', expected: kind.idForm.expected, found: 'another text' };
  if (id !== undefined && ownId !== id) {
    return { pointer: '/id', expected: 'the id of the address', found: 'another one' };
  }
  const masked = kind.personal.find((field) => named[field] === mask);
  if (masked !== undefined) {
    return { pointer: `/${masked}`, expected: 'the value itself', found: 'what a GET shows in its place' };
  }
  return kind.normalize({ ...named, id: ownId });
}

export const noJson: RecordFault = { pointer: '', expected: 'JSON', found: 'a text that is none' };
export const unreadable = Symbol('unreadable');

/** A JSON text's value, or `unreadable`: the parser's own error would quote what it found. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable;
  }
}
