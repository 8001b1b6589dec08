import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerProcess } from '../../cli/target/runner-process.js';
import { totalFaults } from '../../local/faults/read-injected.js';
import { backlogBytes } from './backlog.js';
import { LakeReader } from './lake-reader.js';
import type { Ledger } from './ledger.js';
import { postTraffic } from './post-traffic.js';
import { MemoryWatch } from './resident-memory.js';
import type { Traffic } from './traffic.js';

/** How far a soak is. */
export interface Progress {
  /** Events of batches that were answered with 2xx, and distinct events found in the lake. */
  readonly posted: number;
  readonly found: number;
  /** 0 to 1, of the distinct events. */
  readonly share: number;
  readonly faults: number;
  /** Resident memory of the runner, MiB. */
  readonly memory: number;
  /** Milliseconds since the first POST. */
  readonly ms: number;
}

/** Bytes on the streams, some 40 frames, at which the clients wait: batches of a backlog are large, and so few. */
const maxBacklog = 200_000;
const tickMs = 200;
/** Without anything new in the lake for so long, what is missing counts as lost. */
const patienceMs = 240_000;
/** Steps of the traffic at which memory is sampled. */
const samples = 60;

/** Sends the traffic, and reads what comes out while it does. */
export class Course {
  /** Answers that were not 2xx → how many. */
  readonly refusals: Record<string, number> = {};
  /** Resident memory of the runner at even steps of the traffic, MiB. */
  readonly memory: number[] = [];
  private readonly watch: MemoryWatch;
  private readonly readers: readonly LakeReader[];
  private readonly expected: number;
  private posted = 0;
  private isOver = false;

  constructor(
    private readonly runner: RunnerProcess,
    private readonly traffic: Traffic,
    private readonly ledger: Ledger,
    private readonly onProgress: (progress: Progress) => void,
  ) {
    this.watch = new MemoryWatch(runner.info.pid);
    this.expected = traffic.countDistinct();
    this.readers = [
      new LakeReader(runner.info, 'telemetry', ledger.storedLine),
      new LakeReader(runner.info, 'failed', ledger.failedLine),
    ];
  }

  get peakMemory(): number {
    return this.watch.peak;
  }

  /** Until all is in the lake, or nothing comes any more. @returns milliseconds from the first POST on */
  async run(): Promise<number> {
    const startedAt = Date.now();
    const posting = this.post();
    let newsAt = startedAt;
    for (let before = 0; this.ledger.found < this.expected && !this.isOver; before = this.ledger.found) {
      await delay(tickMs);
      await this.readLake();
      if (this.ledger.found > before) newsAt = Date.now();
      this.isOver = this.runner.hasEnded || Date.now() - newsAt > patienceMs;
      if (!this.runner.hasEnded) this.tell(Date.now() - startedAt);
    }
    const ms = Date.now() - startedAt;
    this.isOver = true;
    await posting;
    return ms;
  }

  /** Reads what has come since the last time. */
  async readLake(): Promise<void> {
    for (const reader of this.readers) await reader.readNew();
  }

  private post(): Promise<void> {
    return postTraffic(this.traffic, {
      url: this.runner.info.url,
      isFull: () => backlogBytes(this.runner.state) > maxBacklog,
      isOver: () => this.isOver,
      taken: (count) => {
        this.posted += count;
      },
      refused: (answer) => {
        this.refusals[answer] = (this.refusals[answer] ?? 0) + 1;
      },
    });
  }

  private tell(ms: number): void {
    const memory = this.watch.read();
    const share = this.ledger.found / this.expected;
    while (this.memory.length < Math.floor(share * samples)) this.memory.push(memory);
    const faults = totalFaults(this.runner.state);
    this.onProgress({ posted: this.posted, found: this.ledger.found, share, faults, memory, ms });
  }
}
