import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../../calls/aws-error.js';
import { Cursor } from '../../disk/cursor.js';
import { RecordLog } from '../../disk/record-log.js';
import type { LocalShard, LocalStream } from '../kinesis/local-stream.js';
import { type BufferSettings, type BufferSource, DeliveryBuffer } from './delivery-buffer.js';
import type { Destination } from './destination.js';

/** Time between two looks at the buffers. */
const tickMs = 100;
/** Time until a batch that was refused is tried again. */
const retryMs = 1_000;

/** A Firehose: a buffer a shard of its source, or one for direct puts; delivers what is due. */
export class DeliveryStream {
  private readonly buffers: readonly DeliveryBuffer[];
  private readonly direct: RecordLog | undefined;
  private timer: NodeJS.Timeout | undefined;
  private delivering: Promise<void> = Promise.resolve();
  private pausedUntil = 0;
  /** What was said of the trouble that there is. */
  private told: string | undefined;

  constructor(
    readonly settings: BufferSettings,
    readonly arn: string,
    source: LocalStream | undefined,
    destination: Destination,
    private readonly onError: (line: string) => void,
    folder: string,
  ) {
    if (!source) this.direct = new RecordLog(join(folder, 'records'));
    const origin = originOf(folder);
    const sources = source
      ? source.shards.map((shard) => shardSource(shard, origin))
      : [directSource(this.direct as RecordLog, origin)];
    this.buffers = sources.map(
      (from, index) => new DeliveryBuffer(from, settings, destination, join(folder, `state-${index}.json`)),
    );
  }

  get name(): string {
    return this.settings.name;
  }

  get isEmpty(): boolean {
    return this.buffers.every((buffer) => buffer.isEmpty);
  }

  /** Direct puts: on disk when it returns. */
  accept(records: readonly Buffer[]): void {
    if (!this.direct) {
      throw new AwsError(
        'InvalidArgumentException',
        `Firehose ${this.name} is fed by a Kinesis stream, not by direct puts.`,
      );
    }
    this.direct.append(
      records.map((data) => ({ key: '', data })),
      Date.now(),
    );
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), tickMs);
  }

  /** Delivers all that waits, due or not. @throws Error when the destination can't take it; it goes on with the next start */
  async flush(): Promise<void> {
    await this.delivering;
    this.pausedUntil = Number.POSITIVE_INFINITY;
    try {
      for (const buffer of this.buffers) while (!buffer.isEmpty) await buffer.deliver();
    } finally {
      this.pausedUntil = 0;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.delivering;
    this.direct?.close();
  }

  private tick(): void {
    if (Date.now() < this.pausedUntil) return;
    const due = this.buffers.filter((buffer) => (buffer.dueAt() ?? Number.POSITIVE_INFINITY) <= Date.now());
    if (due.length === 0) return;
    this.pausedUntil = Number.POSITIVE_INFINITY;
    this.delivering = this.deliver(due);
  }

  private async deliver(due: readonly DeliveryBuffer[]): Promise<void> {
    try {
      for (const buffer of due) await buffer.deliver();
      this.direct?.trim({ before: this.buffers[0]?.position ?? 0, arrivedBefore: Number.POSITIVE_INFINITY });
      this.pausedUntil = 0;
      this.told = undefined;
    } catch (error) {
      this.tell(`${this.name}: not delivered, tried again in ${retryMs} ms: ${(error as Error).message}`);
      this.pausedUntil = Date.now() + retryMs;
    }
  }

  /** An outage is said once, not once a second. */
  private tell(line: string): void {
    if (line !== this.told) this.onError(line);
    this.told = line;
  }
}

const shardSource = (shard: LocalShard, origin: string): BufferSource => ({
  log: shard.log,
  nameOf: (position) => `${origin}.${shard.sequenceNumber(position)}`,
});

const directSource = (log: RecordLog, origin: string): BufferSource => ({
  log,
  nameOf: (position) => `${origin}.${position}`,
});

/** Positions begin anew with every state folder, while what documents are named after them may outlive it. */
function originOf(folder: string): string {
  const origin = new Cursor(join(folder, 'origin.json'), randomBytes(6).toString('hex'));
  // Written down before it is used.
  origin.value = `${origin.value}`;
  return origin.value;
}
