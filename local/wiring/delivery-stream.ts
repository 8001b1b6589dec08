import { join } from 'node:path';
import { AwsError } from '../stores/aws-error.js';
import type { PutObject } from '../stores/firehose/delivery-buffer.js';
import { DeliveryBuffer, type DeliverySettings } from '../stores/firehose/delivery-buffer.js';
import type { LocalStream } from '../stores/kinesis/local-stream.js';
import { RecordLog } from '../stores/record-log.js';

/** Time between two looks at the buffers. */
const tickMs = 100;
/** Time until a refused object is tried again. */
const retryMs = 1_000;

/** A Firehose: a buffer a shard of its source, or one for direct puts; delivers what is due. */
export class DeliveryStream {
  private readonly buffers: readonly DeliveryBuffer[];
  private readonly direct: RecordLog | undefined;
  private timer: NodeJS.Timeout | undefined;
  private delivering: Promise<void> = Promise.resolve();
  private pausedUntil = 0;

  constructor(
    readonly settings: DeliverySettings,
    readonly arn: string,
    source: LocalStream | undefined,
    put: PutObject,
    private readonly onError: (line: string) => void,
    folder: string,
  ) {
    if (!source) this.direct = new RecordLog(join(folder, 'records'));
    const logs = source ? source.shards.map(({ log }) => log) : [this.direct as RecordLog];
    this.buffers = logs.map(
      (log, index) => new DeliveryBuffer(log, settings, put, join(folder, `state-${index}.json`)),
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

  /** Delivers all that waits, due or not. */
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
    } catch (error) {
      this.onError(`${this.name}: not delivered, tried again in ${retryMs} ms: ${(error as Error).message}`);
      this.pausedUntil = Date.now() + retryMs;
    }
  }
}
