import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { RecordLog } from '../../local/disk/record-log.js';
import type { BufferSettings, BufferSource } from '../../local/services/firehose/delivery-buffer.js';
import type { PutObject } from '../../local/services/firehose/destination.js';
import { S3Destination, type S3Settings } from '../../local/services/firehose/destinations/s3.js';

/** Of a delivery stream to S3: how it buffers, and where it delivers. */
export type DeliverySettings = BufferSettings & S3Settings;

export function someSettings(overrides: Partial<DeliverySettings> = {}): DeliverySettings {
  return {
    name: 'telemetry',
    bucket: 'lake',
    prefix: 'telemetry/',
    fileExtension: '.gz',
    timeZone: 'UTC',
    bufferBytes: 1024 * 1024,
    bufferMs: 60_000,
    gzip: false,
    newline: true,
    deaggregate: false,
    ...overrides,
  };
}

/** What the settings deliver to. */
export const toS3 = (settings: DeliverySettings, put: PutObject): S3Destination => new S3Destination(settings, put);

/** A log as a source of a buffer. */
export const aSource = (log: RecordLog): BufferSource => ({ log, nameOf: String });

export interface FakeBucket {
  /** Key → bytes, as `binary` text. */
  readonly objects: Map<string, string>;
  /** Keys in the order of the puts. */
  readonly puts: string[];
  readonly put: PutObject;
  /** The next put ends so: before it wrote anything, or after it wrote all. */
  failNext(when: 'before' | 'after'): void;
  /** Text of all objects, each after gunzip if it is gzip. */
  texts(): string[];
}

/** Keeps whole objects; told to, it throws. */
export function fakeBucket(): FakeBucket {
  const objects = new Map<string, string>();
  const puts: string[] = [];
  const failures: ('before' | 'after')[] = [];
  return {
    objects,
    puts,
    async put(_, key, body) {
      puts.push(key);
      const failure = failures.shift();
      if (failure === 'before') throw new Error('no space');
      objects.set(key, await text(body.setEncoding('binary')));
      if (failure === 'after') throw new Error('killed');
    },
    failNext: (when) => void failures.push(when),
    texts: () => [...objects.values()].map((bytes) => unpacked(Buffer.from(bytes, 'binary'))),
  };
}

function unpacked(data: Buffer): string {
  return (data.readUInt16BE(0) === 0x1f8b ? gunzipSync(data) : data).toString('utf8');
}
