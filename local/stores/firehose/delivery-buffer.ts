import { randomUUID } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import { decodeAggregate } from '../../../lambdas/shared/kpl.js';
import { Cursor } from '../cursor.js';
import type { RecordLog } from '../record-log.js';
import { expandPrefix, nameTime } from './key-prefix.js';

/** A delivery stream's settings, from the template. */
export interface DeliverySettings {
  readonly name: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly fileExtension: string;
  readonly timeZone: string;
  readonly bufferBytes: number;
  readonly bufferMs: number;
  readonly gzip: boolean;
  /** AppendDelimiterToRecord. */
  readonly newline: boolean;
  /** KPL aggregates are taken apart when the source is a stream. */
  readonly deaggregate: boolean;
}

/** Writes one object. */
export type PutObject = (bucket: string, key: string, body: Readable) => Promise<unknown>;

interface DeliveryState {
  /** All records before this position are in S3. */
  readonly position: number;
  /** An object under way: after a crash the same records go under the same key again, and so exist once. */
  readonly underWay?: { readonly to: number; readonly key: string };
}

const readBytes = 1024 * 1024;

/**
 * The buffer of one shard (or of the direct puts): records wait in their log, not in memory, until they are many
 * enough or old enough; then they become an object.
 */
export class DeliveryBuffer {
  private readonly state: Cursor<DeliveryState>;
  /** Position → when the record there arrived; saves asking the log again while a buffer ages. */
  private oldest: { position: number; arrivedAt: number } | undefined;

  constructor(
    private readonly log: RecordLog,
    private readonly settings: DeliverySettings,
    private readonly put: PutObject,
    statePath: string,
  ) {
    this.state = new Cursor<DeliveryState>(statePath, { position: log.start });
  }

  /** All records before it are in S3. */
  get position(): number {
    return this.state.value.position;
  }

  /** Whether something waits. */
  get isEmpty(): boolean {
    return this.state.value.underWay === undefined && this.state.value.position >= this.log.end;
  }

  /** Epoch milliseconds at which the buffer should be looked at again, `undefined` while it is empty. */
  dueAt(): number | undefined {
    if (this.isEmpty) return undefined;
    const { position, underWay } = this.state.value;
    const isFull = this.log.end - position >= this.settings.bufferBytes;
    return underWay || isFull ? 0 : this.arrivalAt(position) + this.settings.bufferMs;
  }

  /** Writes one object of what waits, as much as the buffer's size. Throws when S3 refuses; nothing is lost then. */
  async deliver(): Promise<void> {
    const { position } = this.state.value;
    const underWay = this.state.value.underWay ?? this.plan(position);
    this.state.value = { position, underWay };
    const body = Readable.from(this.documents(position, underWay.to));
    await this.put(this.settings.bucket, underWay.key, this.settings.gzip ? compress(body) : body);
    this.state.value = { position: underWay.to };
  }

  private plan(position: number): { to: number; key: string } {
    const { name, prefix, timeZone, fileExtension, bufferBytes } = this.settings;
    let to = position;
    for (const { next } of this.records(position, position + bufferBytes)) to = next;
    const at = this.arrivalAt(position);
    return {
      to,
      key: `${expandPrefix(prefix, at, timeZone)}${name}-1-${nameTime(at)}-${randomUUID()}${fileExtension}`,
    };
  }

  private *records(from: number, to: number) {
    for (let position = from; position < to; ) {
      const records = this.log.read(position, { records: 1_000, bytes: readBytes });
      for (const record of records) {
        if (record.position >= to) return;
        yield record;
      }
      const last = records.at(-1);
      if (!last) return;
      position = last.next;
    }
  }

  private *documents(from: number, to: number): Generator<Buffer> {
    const { deaggregate, newline } = this.settings;
    for (const { data } of this.records(from, to)) {
      const documents = deaggregate ? decodeAggregate(data) : [data];
      yield newline ? Buffer.concat(documents.flatMap((document) => [document, lineEnd])) : Buffer.concat(documents);
    }
  }

  private arrivalAt(position: number): number {
    if (this.oldest?.position !== position) {
      const [record] = this.log.read(position, { records: 1, bytes: 0 });
      this.oldest = { position, arrivedAt: record?.arrivedAt ?? Date.now() };
    }
    return this.oldest.arrivedAt;
  }
}

const lineEnd = Buffer.from('\n');

function compress(body: Readable): Transform {
  const gzip = createGzip({ level: 1 });
  body.on('error', (error) => gzip.destroy(error));
  return body.pipe(gzip);
}
