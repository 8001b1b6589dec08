import { randomUUID } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Attempt, Batch, Destination, PutObject } from '../destination.js';
import { expandPrefix, nameTime } from '../key-prefix.js';

/** `ExtendedS3DestinationConfiguration`. */
export interface S3Settings {
  /** Of the delivery stream; part of each key. */
  readonly name: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly fileExtension: string;
  readonly timeZone: string;
  readonly gzip: boolean;
  /** AppendDelimiterToRecord. */
  readonly newline: boolean;
}

/** One object a batch. */
export class S3Destination implements Destination {
  constructor(
    private readonly settings: S3Settings,
    private readonly put: PutObject,
  ) {}

  keyFor(oldestAt: number): string {
    const { prefix, timeZone, name, fileExtension } = this.settings;
    return `${expandPrefix(prefix, oldestAt, timeZone)}${name}-1-${nameTime(oldestAt)}-${randomUUID()}${fileExtension}`;
  }

  async deliver(batch: Batch, { key }: Attempt): Promise<void> {
    const body = Readable.from(this.bytesOf(batch));
    await this.put(this.settings.bucket, key, this.settings.gzip ? compress(body) : body);
  }

  private *bytesOf(batch: Batch): Generator<Buffer> {
    for (const { documents } of batch.records()) {
      yield Buffer.concat(
        this.settings.newline ? documents.flatMap((document) => [document, lineEnd]) : [...documents],
      );
    }
  }
}

const lineEnd = Buffer.from('\n');

function compress(body: Readable): Transform {
  const gzip = createGzip({ level: 1 });
  body.on('error', (error) => gzip.destroy(error));
  return body.pipe(gzip);
}
