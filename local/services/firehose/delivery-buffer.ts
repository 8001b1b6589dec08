import { decodeAggregate } from '../../../lambdas/shared/frames/kpl.js';
import { Cursor } from '../../disk/cursor.js';
import type { RecordLog } from '../../disk/record-log.js';
import type { Batch, BatchRecord, Destination } from './destination.js';

/** How a delivery stream buffers, from the template. */
export interface BufferSettings {
  readonly name: string;
  readonly bufferBytes: number;
  readonly bufferMs: number;
  /** KPL aggregates are taken apart when the source is a stream. */
  readonly deaggregate: boolean;
}

/** What a buffer reads: a log, and what a record in it is called. */
export interface BufferSource {
  readonly log: RecordLog;
  /** Name of the record at a position. */
  nameOf(position: number): string;
}

interface DeliveryState {
  /** All records before this position are delivered. */
  readonly position: number;
  /** A batch under way: after a crash the same records go under the same key again, and so exist once. */
  readonly underWay?: UnderWay;
}

interface UnderWay {
  readonly to: number;
  readonly key: string;
  /** When the first attempt began, and how many there were. */
  readonly since?: number;
  readonly attempts?: number;
}

const readBytes = 1024 * 1024;

/**
 * The buffer of one shard (or of the direct puts): records wait in their log, not in memory, until they are many
 * enough or old enough; then they are delivered.
 */
export class DeliveryBuffer {
  private readonly state: Cursor<DeliveryState>;
  /** Position → when the record there arrived; saves asking the log again while a buffer ages. */
  private oldest: { position: number; arrivedAt: number } | undefined;

  constructor(
    private readonly source: BufferSource,
    private readonly settings: BufferSettings,
    private readonly destination: Destination,
    statePath: string,
    private readonly now: () => number = Date.now,
  ) {
    this.state = new Cursor<DeliveryState>(statePath, { position: source.log.start });
  }

  /** All records before it are delivered. */
  get position(): number {
    return this.state.value.position;
  }

  /** Whether something waits. */
  get isEmpty(): boolean {
    return this.state.value.underWay === undefined && this.state.value.position >= this.source.log.end;
  }

  /** Epoch milliseconds at which the buffer should be looked at again, `undefined` while it is empty. */
  dueAt(): number | undefined {
    if (this.isEmpty) return undefined;
    const { position, underWay } = this.state.value;
    const isFull = this.source.log.end - position >= this.settings.bufferBytes;
    return underWay || isFull ? 0 : this.arrivalAt(position) + this.settings.bufferMs;
  }

  /** Delivers what waits, as much as the buffer's size. Throws when the destination can't take it; nothing is lost then. */
  async deliver(): Promise<void> {
    const { position } = this.state.value;
    const { to, key, since = this.now(), attempts = 0 } = this.state.value.underWay ?? this.plan(position);
    const number = attempts + 1;
    this.state.value = { position, underWay: { to, key, since, attempts: number } };
    await this.destination.deliver(this.batch(position, to), { key, since, number });
    this.state.value = { position: to };
  }

  private plan(position: number): UnderWay {
    let to = position;
    for (const { next } of this.records(position, position + this.settings.bufferBytes)) to = next;
    return { to, key: this.destination.keyFor(this.arrivalAt(position)) };
  }

  private *records(from: number, to: number) {
    for (let position = from; position < to; ) {
      const records = this.source.log.read(position, { records: 1_000, bytes: readBytes });
      for (const record of records) {
        if (record.position >= to) return;
        yield record;
      }
      const last = records.at(-1);
      if (!last) return;
      position = last.next;
    }
  }

  private batch(from: number, to: number): Batch {
    return { records: () => this.batchRecords(from, to) };
  }

  private *batchRecords(from: number, to: number): Generator<BatchRecord> {
    for (const { position, arrivedAt, data } of this.records(from, to)) {
      const documents = this.settings.deaggregate ? decodeAggregate(data) : [data];
      yield { id: this.source.nameOf(position), arrivedAt, documents };
    }
  }

  private arrivalAt(position: number): number {
    if (this.oldest?.position !== position) {
      const [record] = this.source.log.read(position, { records: 1, bytes: 0 });
      this.oldest = { position, arrivedAt: record?.arrivedAt ?? this.now() };
    }
    return this.oldest.arrivedAt;
  }
}
