import { isObject, kindOf } from '../shared/telemetry/describe-value.js';
import type { Fields, Kind, RecordFault } from './kind.js';
import { maxBulk, maxRecordBytes } from './limits.js';
import { judgeRecord } from './read-record.js';

/** One of many records, good or with its fault; and its id, where that is a good one. */
export interface ReadRecord {
  readonly id: string | undefined;
  readonly record: Fields | RecordFault;
}

/** The records of a body `{"records": […]}`, each judged by itself; or what is wrong with the body itself. */
export type ReadRecords =
  | { readonly records: readonly ReadRecord[] }
  | { readonly refused: 'record' | 'size'; readonly fault: RecordFault };

export function readRecords(of: Kind, body: unknown): ReadRecords {
  if (!isObject(body)) return { refused: 'record', fault: { pointer: '', expected: 'object', found: kindOf(body) } };
  const { records } = body;
  if (!Array.isArray(records)) {
    return { refused: 'record', fault: { pointer: '/records', expected: 'array', found: kindOf(records) } };
  }
  if (records.length > maxBulk.records) {
    const fault = { pointer: '/records', expected: `at most ${maxBulk.records} records`, found: `${records.length}` };
    return { refused: 'size', fault };
  }
  return { records: records.map((record) => ({ id: idOf(of, record), record: judge(of, record) })) };
}

function judge(of: Kind, record: unknown): Fields | RecordFault {
  const isTooLarge = Buffer.byteLength(JSON.stringify(record)) > maxRecordBytes;
  return isTooLarge
    ? { pointer: '', expected: `at most ${maxRecordBytes} bytes`, found: 'more' }
    : judgeRecord(of, record);
}

function idOf(of: Kind, record: unknown): string | undefined {
  return isObject(record) && typeof record.id === 'string' ? of.idForm.read(record.id) : undefined;
}
