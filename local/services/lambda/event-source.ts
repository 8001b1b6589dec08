import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Cursor } from '../../disk/cursor.js';
import { region } from '../../template/resource-types.js';
import type { LocalShard, LocalStream, StreamedRecord } from '../kinesis/local-stream.js';
import { afterFailure } from './after-failure.js';
import type { LocalFunction } from './local-function.js';
import type { Outcome } from './messages.js';

/** An event-source mapping's settings, from the template. */
export interface EventSourceSettings {
  readonly id: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly bisect: boolean;
  readonly retryAttempts: number;
  readonly maxRecordAgeMs: number;
  readonly partialResponse: boolean;
}

/** Keeps what the source gives up on: the on-failure destination. */
export type KeepUndelivered = (key: string, body: string) => Promise<void>;

export interface EventSourcePorts {
  readonly keepUndelivered: KeepUndelivered;
  /** Told of each failed delivery. */
  readonly onError: (line: string) => void;
  /** Asked after each success; a batch that comes again is judged by what becomes of it then. */
  readonly comesAgain?: (() => boolean) | undefined;
}

/** "Lambda quotas": 6 MB an invocation, counted after base64 and envelope, which leaves about this much of data. */
const maxBatchBytes = 4_400_000;

/**
 * One shard of an event-source mapping: one invocation at a time, in order, with the mapping's own retries, bisecting
 * and on-failure destination. The checkpoint moves only after a batch is done with.
 */
export class ShardPoller {
  private readonly checkpoint: Cursor<{ position: number }>;
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly stream: LocalStream,
    private readonly shard: LocalShard,
    private readonly target: LocalFunction,
    private readonly settings: EventSourceSettings,
    private readonly ports: EventSourcePorts,
    statePath: string,
  ) {
    this.checkpoint = new Cursor(statePath, { position: shard.log.start });
  }

  /** Whether everything that came is done with. */
  get isIdle(): boolean {
    return this.checkpoint.value.position >= this.shard.log.end;
  }

  start(): void {
    this.running = this.run();
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stream.emit('append');
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const batch = await this.nextBatch();
      if (batch.length > 0) await this.deliver(batch, 0);
    }
  }

  /** "A batch is ready when it is full, or when the window has passed." */
  private async nextBatch(): Promise<StreamedRecord[]> {
    const { batchSize, windowMs } = this.settings;
    if (this.isIdle) await new Promise((resolve) => this.stream.once('append', () => resolve(undefined)));
    const until = Date.now() + windowMs;
    for (;;) {
      const batch = this.shard.read(this.checkpoint.value.position, { records: batchSize, bytes: maxBatchBytes });
      const isFull = batch.length >= batchSize || (batch.at(-1)?.next ?? 0) < this.shard.log.end;
      if (isFull || this.stopped || Date.now() >= until) return batch;
      await delay(Math.min(20, windowMs));
    }
  }

  private async deliver(batch: readonly StreamedRecord[], retries: number): Promise<void> {
    const { outcome, failedAt } = await this.invoke(batch);
    this.moveTo(batch.slice(0, failedAt));
    if (failedAt === undefined || this.stopped) return;

    const rest = batch.slice(failedAt);
    this.ports.onError(
      `${this.target.name}: ${rest.length} records from ${this.shard.id} come again: ${reasonOf(outcome)}`,
    );
    const next = afterFailure(rest, {
      ...this.settings,
      retries,
      threw: outcome.error !== undefined,
      progressed: failedAt > 0,
      now: Date.now(),
    });
    for (const step of next) {
      if (this.stopped) return;
      if (step.kind === 'give-up') await this.giveUp(step.batch, step.condition);
      else {
        await delay(backOff(step.retries));
        await this.deliver(step.batch, step.retries);
      }
    }
  }

  private async invoke(batch: readonly StreamedRecord[]) {
    const once = async () => {
      const outcome = await this.target.invoke({ Records: batch.map((record) => this.toLambda(record)) });
      return { outcome, failedAt: failedIndex(outcome, batch, this.settings.partialResponse) };
    };
    const first = await once();
    return first.failedAt === undefined && this.ports.comesAgain?.() ? once() : first;
  }

  private moveTo(done: readonly StreamedRecord[]): void {
    const last = done.at(-1);
    if (last) this.checkpoint.value = { position: last.next };
  }

  /** "S3 destinations hold the whole invocation record", under a key that Lambda chooses. */
  private async giveUp(batch: readonly StreamedRecord[], condition: string): Promise<void> {
    const [first, last] = [batch[0], batch.at(-1)];
    const now = new Date();
    const day = now.toISOString().slice(0, 10).replaceAll('-', '/');
    const time = now.toISOString().slice(0, 19).replaceAll(':', '.');
    const kept = await this.keep(
      `aws/lambda/${this.settings.id}/${this.shard.id}/${day}/${time}-${randomUUID()}`,
      JSON.stringify({
        requestContext: { requestId: randomUUID(), functionArn: this.target.arn, condition },
        version: '1.0',
        timestamp: now.toISOString(),
        KinesisBatchInfo: {
          shardId: this.shard.id,
          startSequenceNumber: first?.sequenceNumber,
          endSequenceNumber: last?.sequenceNumber,
          batchSize: batch.length,
          streamArn: this.stream.arn,
        },
        payload: JSON.stringify({ Records: batch.map((record) => this.toLambda(record)) }),
      }),
    );
    if (!kept) return;
    this.ports.onError(
      `${this.target.name}: gave up on ${batch.length} records (${condition}); they are in the undelivered bucket`,
    );
    this.moveTo(batch);
  }

  /** Keeps at it until the destination takes the object. @returns false when the poller is stopped before */
  private async keep(key: string, body: string): Promise<boolean> {
    for (let tries = 0; !this.stopped; tries++) {
      try {
        await this.ports.keepUndelivered(key, body);
        return true;
      } catch (error) {
        this.ports.onError(
          `${this.target.name}: the undelivered bucket did not take ${key}: ${(error as Error).message}`,
        );
        await delay(backOff(tries));
      }
    }
    return false;
  }

  private toLambda({ sequenceNumber, key, data, arrivedAt }: StreamedRecord): object {
    return {
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: key,
        sequenceNumber,
        data: data.toString('base64'),
        approximateArrivalTimestamp: arrivedAt / 1_000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${this.shard.id}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      awsRegion: region,
      eventSourceARN: this.stream.arn,
    };
  }
}

interface PartialResponse {
  readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
}

/**
 * "Partial batch responses": the lowest reported sequence number is where the batch failed; none reported is success;
 * an identifier that isn't in the batch fails all of it, and so does an error.
 */
function failedIndex(outcome: Outcome, batch: readonly StreamedRecord[], partialResponse: boolean): number | undefined {
  if (outcome.error) return 0;
  const failures = partialResponse ? ((outcome.result as PartialResponse | null)?.batchItemFailures ?? []) : [];
  if (failures.length === 0) return undefined;
  const indexes = failures.map(({ itemIdentifier }) =>
    batch.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
  );
  return Math.max(0, Math.min(...indexes));
}

function reasonOf({ error }: Outcome): string {
  return error ? `${error.errorType}: ${error.errorMessage}` : 'reported by the function';
}

function backOff(retries: number): number {
  return Math.min(5_000, 50 * 2 ** retries);
}
