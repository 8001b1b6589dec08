import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cursor } from '../../../disk/cursor.js';
import type { Definition } from './definition.js';
import type { MapRunSummary } from './distributed/map-run.js';
import { MapRunBook } from './distributed/map-run-book.js';
import { ExecutionLog, readClosedHistory } from './execution-log.js';
import type { HistoryEvent } from './history.js';
import { Interruption } from './interruption.js';
import { checkSize } from './payload.js';
import type { Ports } from './ports.js';
import { runThread } from './run-thread.js';
import { StateError } from './state-error.js';
import { Thread } from './thread.js';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What is on disk of an execution beside its log; times are epoch milliseconds. */
export interface ExecutionRecord {
  readonly name: string;
  readonly arn: string;
  /** As it was given. */
  readonly input: string;
  /** The machine as it was when the execution started: that is what runs to the end. */
  readonly definition: string;
  readonly startedAt: number;
  readonly status: ExecutionStatus;
  readonly stoppedAt?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly mapRuns: readonly MapRunSummary[];
}

export interface ExecutionSettings {
  readonly machineArn: string;
  readonly machineName: string;
  readonly role: string;
  readonly ports: Omit<Ports, 'mapRuns'>;
  /** Told of what is the runner's own fault. */
  readonly onError: (line: string) => void;
}

type Ending = Pick<ExecutionRecord, 'status' | 'output' | 'error' | 'cause'>;

const endEvents: Readonly<Record<string, string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** One execution of a state machine, in a folder of its own. It goes on from there whenever the runner starts. */
export class Execution {
  private readonly stored: Cursor<ExecutionRecord>;
  private readonly controller = new AbortController();
  private readonly book: MapRunBook;
  private log: ExecutionLog | undefined;
  private running: Promise<void> = Promise.resolve();

  /** @param initial of an execution that is new; absent, it is read from the folder */
  constructor(
    private readonly folder: string,
    private readonly settings: ExecutionSettings,
    initial?: ExecutionRecord,
  ) {
    mkdirSync(folder, { recursive: true });
    this.stored = new Cursor(join(folder, 'execution.json'), initial as ExecutionRecord);
    if (initial) this.stored.value = initial;
    this.book = new MapRunBook(
      () => this.record.mapRuns,
      (mapRuns) => {
        this.stored.value = { ...this.record, mapRuns };
      },
      settings.ports.clock.now,
    );
  }

  get record(): ExecutionRecord {
    return this.stored.value;
  }

  get mapRuns(): readonly MapRunSummary[] {
    return this.book.list();
  }

  history(): readonly HistoryEvent[] {
    return this.log?.history() ?? readClosedHistory(join(this.folder, 'log'));
  }

  /** Begins, or goes on from where the last runner left it. */
  start(): void {
    if (this.record.status !== 'RUNNING' || this.log) return;
    this.log = new ExecutionLog(join(this.folder, 'log'), this.settings.ports.clock.now);
    this.running = this.run(this.log);
  }

  /** Ends it as ABORTED; on disk when it returns. */
  stop(error?: string, cause?: string): void {
    this.end({ status: 'ABORTED', ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
    this.controller.abort(new Interruption('stopped'));
  }

  /** Leaves it as it is on disk, for the next start. */
  async halt(): Promise<void> {
    this.controller.abort(new Interruption('halted'));
    await this.running;
  }

  /** Resolves when nothing of it runs any more. */
  get settled(): Promise<void> {
    return this.running;
  }

  private async run(log: ExecutionLog): Promise<void> {
    try {
      const definition: Definition = JSON.parse(this.record.definition);
      this.watchTime(definition);
      const output = await runThread(this.rootThread(log, definition), JSON.parse(this.record.input));
      checkSize(output, 'output of the execution');
      this.end({ status: 'SUCCEEDED', output: JSON.stringify(output) });
    } catch (error) {
      this.endWith(error);
    } finally {
      this.controller.abort(new Interruption('halted'));
      this.log = undefined;
      log.close();
    }
  }

  private rootThread(log: ExecutionLog, definition: Definition): Thread {
    const { ports, machineArn, machineName, role } = this.settings;
    const { arn, name, input, startedAt } = this.record;
    const context = {
      Execution: {
        Id: arn,
        Input: JSON.parse(input),
        Name: name,
        RoleArn: role,
        StartTime: new Date(startedAt).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: machineArn, Name: machineName },
    };
    const run = { log, ports: { ...ports, mapRuns: this.book } };
    const thread = new Thread(run, definition, context, this.controller.signal);
    if (!log.notes.step && !log.notes.end) thread.record('ExecutionStarted', { input, roleArn: role });
    return thread;
  }

  /** "TimeoutSeconds of a state machine" count from the start of the execution, whatever ran in between. */
  private watchTime({ TimeoutSeconds }: Definition): void {
    if (TimeoutSeconds === undefined) return;
    const { clock } = this.settings.ports;
    const left = Math.max(0, this.record.startedAt + TimeoutSeconds * 1_000 - clock.now());
    clock.wait(left, this.controller.signal).then(
      () => this.controller.abort(new Interruption('timed out')),
      // The execution has ended, and its time with it.
      () => {},
    );
  }

  private endWith(error: unknown): void {
    const { reason } = this.controller.signal;
    if (error instanceof Interruption) {
      if (reason instanceof Interruption && reason.kind === 'timed out') {
        this.end({ status: 'TIMED_OUT', error: 'States.Timeout' });
      }
      return;
    }
    const known = error instanceof StateError ? error : new StateError('States.Runtime', String(error));
    if (known !== error) {
      const where = `${this.record.arn}: ${error instanceof Error ? error.stack : error}`;
      this.settings.onError(where);
    }
    this.end({ status: 'FAILED', error: known.error, cause: known.cause });
  }

  private end(ending: Ending): void {
    if (this.record.status !== 'RUNNING') return;
    const { status, ...details } = ending;
    const now = this.settings.ports.clock.now();
    this.book.abort();
    this.log?.conclude({ type: endEvents[status] as string, details });
    this.stored.value = { ...this.record, ...ending, stoppedAt: now };
  }
}
