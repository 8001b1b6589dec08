import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** A record as it lies in a log. */
export interface LogRecord {
  /** Byte position of the record; grows for ever, and names the record. */
  readonly position: number;
  /** Position after the record. */
  readonly next: number;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
  readonly key: string;
  readonly data: Buffer;
}

export interface ReadLimits {
  readonly records: number;
  /** Bytes of data; the first record is returned whatever its size. */
  readonly bytes: number;
}

interface Segment {
  /** Position of the segment's first byte; also its file's name. */
  readonly start: number;
  readonly file: number;
  size: number;
}

/** crc32 of all that follows u32, length u32, arrival f64, key length u16; then key and data. */
const headerBytes = 18;
const checksumBytes = 4;
const segmentBytes = 64 * 1024 * 1024;

/**
 * An append-only log in files, read by position; nothing of it is kept in memory.
 * An append has reached the operating system when it returns, so it outlives the process. A record that was cut short
 * by a crash is found by its length or checksum when the log is opened, and removed: it was never acknowledged.
 */
export class RecordLog {
  private readonly segments: Segment[];

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    const starts = readdirSync(folder)
      .map(Number)
      .sort((a, b) => a - b);
    this.segments = starts.map((start) => this.open(start));
    const last = this.segments.at(-1) ?? this.addSegment(0);
    this.cutTornTail(last);
  }

  /** Position after the last record. */
  get end(): number {
    const { start, size } = this.last;
    return start + size;
  }

  /** Position of the oldest record that is kept. */
  get start(): number {
    return this.segments[0]?.start ?? 0;
  }

  /** Appends records in one write. @returns the position of each */
  append(records: readonly { readonly key: string; readonly data: Uint8Array }[], arrivedAt: number): number[] {
    if (this.last.size >= segmentBytes) this.addSegment(this.end);
    const positions: number[] = [];
    const parts: Uint8Array[] = [];
    let position = this.end;
    for (const { key, data } of records) {
      positions.push(position);
      const encoded = encode(key, data, arrivedAt);
      parts.push(...encoded);
      position += encoded.reduce((sum, part) => sum + part.length, 0);
    }
    const bytes = Buffer.concat(parts);
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.last.file, bytes, written, bytes.length - written, this.last.size + written);
    }
    this.last.size += bytes.length;
    return positions;
  }

  /** Records from a position on, as far as the limits reach; a position older than the log begins at its start. */
  read(from: number, limits: ReadLimits): LogRecord[] {
    const records: LogRecord[] = [];
    let bytes = 0;
    for (let position = Math.max(from, this.start); records.length < limits.records && position < this.end; ) {
      const record = this.readAt(position);
      bytes += record.data.length;
      if (bytes > limits.bytes && records.length > 0) break;
      records.push(record);
      position = record.next;
    }
    return records;
  }

  /** Whether a record begins at a position, or will: the end counts. */
  isRecordStart(position: number): boolean {
    if (position >= this.end || position < this.start) return position === this.end;
    const segment = this.segmentOf(position);
    return readRecord(segment, position - segment.start) !== undefined;
  }

  /** Removes segments that lie wholly before a position and hold nothing that arrived after a time. */
  trim({ before, arrivedBefore }: { before: number; arrivedBefore: number }): void {
    for (let second = this.segments[1]; second && this.hasRecordAt(second, before); second = this.segments[1]) {
      const isOld = this.readAt(second.start).arrivedAt < arrivedBefore;
      const [first] = this.segments;
      if (!first || !isOld) return;
      closeSync(first.file);
      unlinkSync(this.pathOf(first.start));
      this.segments.shift();
    }
  }

  close(): void {
    for (const { file } of this.segments) closeSync(file);
  }

  private hasRecordAt({ start }: Segment, before: number): boolean {
    return start <= before && start < this.end;
  }

  private get last(): Segment {
    return this.segments.at(-1) as Segment;
  }

  private segmentOf(position: number): Segment {
    return this.segments.findLast(({ start }) => start <= position) as Segment;
  }

  private readAt(position: number): LogRecord {
    const segment = this.segmentOf(position);
    const record = readRecord(segment, position - segment.start);
    if (record) return record;
    throw new Error(
      `${this.pathOf(segment.start)}: no whole record at byte ${position - segment.start}. Run "npm run reset".`,
    );
  }

  private cutTornTail(segment: Segment): void {
    let offset = 0;
    for (let record = readRecord(segment, 0); record; record = readRecord(segment, offset))
      offset = record.next - segment.start;
    if (offset < segment.size) ftruncateSync(segment.file, offset);
    segment.size = offset;
  }

  private addSegment(start: number): Segment {
    const segment = this.open(start);
    this.segments.push(segment);
    return segment;
  }

  private open(start: number): Segment {
    // Written by position, so that what a failed write left behind is written over.
    const file = openSync(this.pathOf(start), constants.O_RDWR | constants.O_CREAT);
    return { start, file, size: fstatSync(file).size };
  }

  private pathOf(start: number): string {
    return join(this.folder, String(start).padStart(16, '0'));
  }
}

function encode(key: string, data: Uint8Array, arrivedAt: number): Uint8Array[] {
  const keyBytes = Buffer.from(key);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(keyBytes.length + data.length, 4);
  header.writeDoubleLE(arrivedAt, 8);
  header.writeUInt16LE(keyBytes.length, 16);
  header.writeUInt32LE(checksum(header, keyBytes, data), 0);
  return [header, keyBytes, data];
}

/** The record at an offset of a segment; `undefined` where there is no whole one. */
function readRecord(segment: Segment, offset: number): LogRecord | undefined {
  const header = readBytes(segment, offset, headerBytes);
  if (!header) return undefined;
  const body = readBytes(segment, offset + headerBytes, header.readUInt32LE(4));
  if (!body || checksum(header, body) !== header.readUInt32LE(0)) return undefined;
  const keyLength = header.readUInt16LE(16);
  const position = segment.start + offset;
  return {
    position,
    next: position + headerBytes + body.length,
    arrivedAt: header.readDoubleLE(8),
    key: body.toString('utf8', 0, keyLength),
    data: body.subarray(keyLength),
  };
}

/** The header is part of it: a tail of zeros must not pass for empty records. */
function checksum(header: Buffer, ...body: readonly Uint8Array[]): number {
  return body.reduce((sum, part) => crc32(part, sum), crc32(header.subarray(checksumBytes)));
}

function readBytes({ file, size }: Segment, offset: number, length: number): Buffer | undefined {
  if (offset + length > size) return undefined;
  const bytes = Buffer.allocUnsafe(length);
  return readSync(file, bytes, 0, length, offset) === length ? bytes : undefined;
}
