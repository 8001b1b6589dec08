import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { FromWorker, FunctionError, Outcome, WorkerData } from './messages.js';

/** Settings of a function, from the template. */
export interface FunctionSettings extends WorkerData {
  readonly timeoutSeconds: number;
  /** Invocations at a time; more are refused. Absent, they wait. */
  readonly reservedConcurrency?: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Told of each worker that starts, with what ends it. @returns variables for that worker alone */
  readonly enlist?: ((end: () => void, functionName: string) => Readonly<Record<string, string>>) | undefined;
  /** Where its output goes. */
  readonly log: Writable;
}

/** "Lambda, init phase: 10 seconds"; one that takes longer is tried again within the function's own time. */
const initSeconds = 10;

/**
 * One execution environment: a worker with its own variables and heap limit, one invocation at a time.
 * An invocation that runs out of time or memory ends the worker, as it ends the sandbox in Lambda.
 */
export class ExecutionEnvironment {
  private readonly worker: Worker;
  private readonly ready: Promise<void>;
  private settle: ((outcome: Outcome) => void) | undefined;
  /** Why the worker is gone; a new environment is needed then. */
  ended: FunctionError | undefined;

  constructor(private readonly settings: FunctionSettings) {
    const { environment, log, timeoutSeconds: _, reservedConcurrency: __, enlist, ...data } = settings;
    this.worker = new Worker(new URL('./bootstrap.js', import.meta.url), {
      workerData: data,
      env: { ...environment, ...enlist?.(() => void this.stop(), settings.functionName) },
      execArgv: environment.NODE_OPTIONS?.split(' ') ?? [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb },
    });
    this.worker.stdout.pipe(log, { end: false });
    this.worker.stderr.pipe(log, { end: false });
    this.ready = new Promise((resolve) => {
      this.worker.on('message', (message: FromWorker) => {
        if ('ready' in message) resolve();
        else this.finish(message);
      });
      this.worker.on('error', (error) => {
        this.end({ errorType: error.name, errorMessage: error.message });
        resolve();
      });
      this.worker.on('exit', (code) => {
        this.end({ errorType: 'Runtime.ExitError', errorMessage: `exited with status ${code}` });
        resolve();
      });
    });
  }

  async invoke(event: unknown): Promise<Outcome> {
    const { timeoutSeconds } = this.settings;
    await this.within(initSeconds + timeoutSeconds, this.ready);
    if (this.ended) return { error: this.ended };
    const outcome = new Promise<Outcome>((resolve) => {
      this.settle = resolve;
      this.worker.postMessage({ id: randomUUID(), event, deadline: Date.now() + timeoutSeconds * 1_000 });
    });
    return this.within(timeoutSeconds, outcome);
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  /** Waits for something that the worker does; ends the worker when it takes too long, which settles the wait. */
  private async within<T>(seconds: number, awaited: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.end({ errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${seconds} seconds` });
      void this.worker.terminate();
    }, seconds * 1_000);
    try {
      return await awaited;
    } finally {
      clearTimeout(timer);
    }
  }

  private finish(outcome: Outcome): void {
    this.settle?.(outcome);
    this.settle = undefined;
  }

  private end(error: FunctionError): void {
    this.ended ??= error;
    this.finish({ error: this.ended });
  }
}
