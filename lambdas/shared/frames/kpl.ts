import { createHash } from 'node:crypto';

/**
 * The Kinesis Producer Library's aggregate: magic, a protobuf message, MD5 of the message.
 * Firehose takes it apart before it delivers. All members share the outer record's partition key, so that no reader
 * that compares a member's hash with its shard's range can drop one.
 */
const magic = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
const digestBytes = 16;

/** protobuf: field number and wire type 2 (length-delimited) or 0 (varint). */
const field = {
  partitionKeyTable: (1 << 3) | 2,
  records: (3 << 3) | 2,
  recordPartitionKeyIndex: (1 << 3) | 0,
  recordData: (3 << 3) | 2,
} as const;

/** Bytes that one member adds to an aggregate besides its own, at most. */
export const memberOverhead = 16;
/** Bytes that an aggregate has besides its members: magic, digest, the key and its length. */
export const aggregateOverhead = (partitionKey: string): number =>
  magic.length + digestBytes + Buffer.byteLength(partitionKey) + 6;

/** Packs records into one Kinesis record. */
export function encodeAggregate(partitionKey: string, records: readonly Buffer[]): Buffer {
  const key = Buffer.from(partitionKey);
  const parts: Buffer[] = [tag(field.partitionKeyTable, key.length), key];
  for (const record of records) {
    const data = tag(field.recordData, record.length);
    parts.push(
      tag(field.records, 2 + data.length + record.length),
      Buffer.from([field.recordPartitionKeyIndex, 0]),
      data,
      record,
    );
  }
  const message = Buffer.concat(parts);
  return Buffer.concat([magic, message, md5(message)]);
}

/** Takes a Kinesis record apart; one that isn't an aggregate is returned as its own only member, as Firehose does. */
export function decodeAggregate(data: Buffer): Buffer[] {
  const end = data.length - digestBytes;
  if (end < magic.length || !data.subarray(0, magic.length).equals(magic)) return [data];
  const message = data.subarray(magic.length, end);
  if (!md5(message).equals(data.subarray(end))) return [data];
  return [...fieldsOf(message)].filter(([tagged]) => tagged === field.records).map(([, record]) => dataOf(record));
}

function dataOf(record: Buffer): Buffer {
  for (const [tagged, value] of fieldsOf(record)) if (tagged === field.recordData) return value;
  return Buffer.alloc(0);
}

function* fieldsOf(message: Buffer): Generator<[tag: number, value: Buffer]> {
  let at = 0;
  while (at < message.length) {
    const tagged = readVarint(message, at);
    const value = readVarint(message, tagged.next);
    const isBytes = (tagged.value & 7) === 2;
    at = value.next + (isBytes ? value.value : 0);
    yield [tagged.value, message.subarray(value.next, at)];
  }
}

function tag(tagged: number, length: number): Buffer {
  const bytes = [tagged];
  let rest = length;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

function readVarint(data: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0, next = at; ; shift += 7) {
    const byte = data[next++];
    if (byte === undefined) throw new Error(`aggregate: ends inside a number at byte ${at}`);
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, next };
  }
}

function md5(data: Buffer): Buffer {
  return createHash('md5').update(data).digest();
}
