import type { KinesisStreamRecord } from 'aws-lambda';
import { isObject } from '../shared/telemetry/describe-value.js';

/** What a stage gave up on: the records of one invocation. */
export interface Undelivered {
  readonly records: readonly KinesisStreamRecord[];
  /** The object with some of its records, and else as it was. */
  withRecords(records: readonly KinesisStreamRecord[]): string;
}

/**
 * Reads an object of the undelivered bucket. "Lambda, on-failure destinations: the S3 object holds the invocation
 * record and, as the text `payload`, the event that the function was invoked with".
 *
 * @returns the records, or what is wrong with the object
 */
export function readUndelivered(text: string): Undelivered | { readonly unreadable: string } {
  const object = parse(text);
  if (!isObject(object)) return { unreadable: 'expected a JSON object by Lambda, found something else' };
  // As a text, which is what has been seen; as an object it would be as good.
  const event = typeof object.payload === 'string' ? parse(object.payload) : object.payload;
  if (object.payload === undefined) return { unreadable: '/payload: expected an event or its JSON text, found none' };
  const records = isObject(event) ? event.Records : undefined;
  if (!Array.isArray(records) || records.length === 0 || !records.every(isRecord)) {
    return {
      unreadable: '/payload: expected Kinesis records with eventID, data and time of arrival, found something else',
    };
  }
  return {
    records,
    withRecords: (some) => JSON.stringify({ ...object, payload: JSON.stringify({ Records: some }) }),
  };
}

/** When a stage gave up, by the key that Lambda chose: `…/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-…`. Epoch milliseconds. */
export function givenUpAt(key: string): number | undefined {
  const [, day, hour, minute, second] = /\/(\d{4}-\d\d-\d\d)T(\d\d)\.(\d\d)\.(\d\d)[^/]*$/.exec(key) ?? [];
  const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function isRecord(record: unknown): record is KinesisStreamRecord {
  if (!isObject(record) || typeof record.eventID !== 'string' || !isObject(record.kinesis)) return false;
  const { data, sequenceNumber, approximateArrivalTimestamp } = record.kinesis;
  // Stages tell by the arrival how old a frame is.
  if (!Number.isFinite(approximateArrivalTimestamp)) return false;
  return typeof data === 'string' && typeof sequenceNumber === 'string';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What isn't JSON is told of like any other object that isn't Lambda's.
    return undefined;
  }
}
