import type { BodyFault } from '../shared/http/body-fault.js';
import { readJson } from '../shared/http/read-json.js';
import { isObject, kindOf } from '../shared/telemetry/describe-value.js';
import { putKey } from '../shared/text/put-key.js';
import { describeFault } from './describe-fault.js';
import type { Fields, Kind, RecordFault } from './kind.js';
import { recordLimits } from './limits.js';

/** What stands in an answer for a personal value that the token may not see. */
export const mask = '[masked]';

/** Judges a record and brings it into its one form. @param text JSON of the record; the rest as for `judgeRecord` */
export function readRecord(kind: Kind, text: string, id?: string): Fields | RecordFault {
  const record = readJson(text, recordLimits);
  return 'fault' in record ? faultOfBody(record.fault) : judgeRecord(kind, record.value, id);
}

/** @param id what the record is to have as its id, where that is known from elsewhere; it may then leave its own out */
export function judgeRecord(kind: Kind, record: unknown, id?: string): Fields | RecordFault {
  if (!isObject(record)) return { pointer: '', expected: 'object', found: kindOf(record) };
  const given = withoutNulls(record) as Fields;
  const named = id === undefined ? given : { id, ...given };
  if (!kind.validate(named)) return describeFault(named, kind.validate);
  const ownId = kind.idForm.read(String(named.id));
  if (ownId === undefined) {
    return { pointer: '/id', expected: kind.idForm.expected, found: kind.idForm.found(String(named.id)) };
  }
  if (id !== undefined && ownId !== id) {
    return { pointer: '/id', expected: 'the id of the address', found: 'another one' };
  }
  const masked = kind.personal.find((field) => named[field] === mask);
  if (masked !== undefined) {
    return { pointer: `/${masked}`, expected: 'the value itself', found: 'what a GET shows in its place' };
  }
  return kind.normalize({ ...named, id: ownId });
}

/** The fault of a record that can't be read. */
export function faultOfBody({ expected, found }: BodyFault): RecordFault {
  return { pointer: '', expected, found };
}

/** A value without the fields that are null, at any depth: databases export a field without a value so. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const given: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) if (member !== null) putKey(given, key, withoutNulls(member));
  return given;
}
