import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LogRecord, type ReadLimits, RecordLog } from '../../disk/record-log.js';

/** A record as Kinesis hands it out. */
export interface StreamedRecord extends LogRecord {
  readonly sequenceNumber: string;
}

/** Put into a stream. */
export interface NewRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** Decimal digits of a log position in a sequence number, and of the shard after it. */
const positionDigits = 16;
const shardDigits = 3;

/** One shard: a log, and the sequence numbers that its positions make. */
export class LocalShard {
  readonly id: string;
  readonly log: RecordLog;

  constructor(
    readonly index: number,
    folder: string,
  ) {
    this.id = `shardId-${String(index).padStart(12, '0')}`;
    this.log = new RecordLog(join(folder, this.id));
  }

  read(from: number, limits: ReadLimits): StreamedRecord[] {
    return this.log
      .read(from, limits)
      .map((record) => ({ ...record, sequenceNumber: this.sequenceNumber(record.position) }));
  }

  /** "Sequence numbers are unique in the stream" and grow with every record: position, then shard. */
  sequenceNumber(position: number): string {
    return `4${String(position).padStart(positionDigits, '0')}${String(this.index).padStart(shardDigits, '0')}`;
  }

  /** `undefined` for what is no sequence number. */
  positionOf(sequenceNumber: string): number | undefined {
    if (!/^4\d{19}$/.test(sequenceNumber)) return undefined;
    return Number(sequenceNumber.slice(1, -shardDigits));
  }
}

/** A stream of shards. Emits `append` when records have come. */
export class LocalStream extends EventEmitter<{ append: [] }> {
  /** Open ones first; behind them those that an earlier start had more, to be read to their end. */
  readonly shards: readonly LocalShard[];

  constructor(
    readonly name: string,
    readonly arn: string,
    folder: string,
    private readonly openShards: number,
  ) {
    super();
    this.setMaxListeners(0);
    mkdirSync(folder, { recursive: true });
    const earlier = readdirSync(folder).filter((name) => name.startsWith('shardId-')).length;
    this.shards = Array.from({ length: Math.max(openShards, earlier) }, (_, index) => new LocalShard(index, folder));
  }

  /** "The MD5 of the partition key maps a record to a shard's range of hash keys", which are even here. */
  shardOf(partitionKey: string): LocalShard {
    const hash = createHash('md5').update(partitionKey).digest().readUInt32BE(0);
    return this.shards[Math.floor((hash * this.openShards) / 2 ** 32)] as LocalShard;
  }

  /** Writes records, each to its shard. @returns where each went */
  put(records: readonly NewRecord[], arrivedAt: number): { shardId: string; sequenceNumber: string }[] {
    const placed = records.map(({ partitionKey, data }) => ({
      shard: this.shardOf(partitionKey),
      key: partitionKey,
      data,
    }));
    const positions = new Map(
      this.shards.map((shard) => [
        shard,
        shard.log.append(
          placed.filter((record) => record.shard === shard),
          arrivedAt,
        ),
      ]),
    );
    this.emit('append');
    return placed.map(({ shard }) => ({
      shardId: shard.id,
      sequenceNumber: shard.sequenceNumber(positions.get(shard)?.shift() ?? 0),
    }));
  }

  /** Drops what is older than the retention, in whole segments. */
  expire(retentionMs: number, now: number): void {
    for (const { log } of this.shards) log.trim({ before: log.end, arrivedBefore: now - retentionMs });
  }

  close(): void {
    for (const { log } of this.shards) log.close();
  }
}
