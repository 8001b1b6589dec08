import type { StateGraph } from './definition.js';
import type { ExecutionLog, NewEvent } from './execution-log.js';
import type { Entry, Step, ThreadNotes } from './journal.js';
import type { Ports } from './ports.js';

/** `$states.context` without the state. */
export type Context = Readonly<Record<string, unknown>>;

/** What is the same for all threads of an execution. */
export interface Run {
  readonly log: ExecutionLog;
  readonly ports: Ports;
}

/**
 * One walk through states: of an execution, of an item of a Map, of a branch of a Parallel.
 * Once its signal is aborted it writes nothing more, so what replaces it can't be disturbed.
 */
export class Thread {
  private lastEvent = 0;

  constructor(
    readonly run: Run,
    readonly graph: StateGraph,
    readonly context: Context,
    readonly signal: AbortSignal,
    private readonly path: readonly number[] = [],
    /** The items of a distributed Map are executions of their own, whose events are not their parent's. */
    private readonly isSilent = false,
  ) {}

  get ports(): Ports {
    return this.run.ports;
  }

  get notes(): ThreadNotes {
    return this.run.log.notes.find(this.path);
  }

  child(index: number, graph: StateGraph, how: { context?: Context; signal: AbortSignal; silent?: boolean }): Thread {
    const path = [...this.path, index];
    const silent = this.isSilent || (how.silent ?? false);
    const made = new Thread(this.run, graph, how.context ?? this.context, how.signal, path, silent);
    made.lastEvent = this.lastEvent;
    return made;
  }

  /** Says where the thread is now; on disk when it returns. */
  enter(step: Step, events: readonly [type: string, details: NewEvent['details']][] = []): Step {
    this.write([{ path: this.path, step }], events);
    return step;
  }

  keep(entry: Omit<Entry, 'path'>): void {
    this.write([{ path: this.path, ...entry }], []);
  }

  record(type: string, details: NewEvent['details'] = {}): void {
    this.write([], [[type, details]]);
  }

  private write(entries: readonly Entry[], events: readonly [string, NewEvent['details']][]): void {
    this.signal.throwIfAborted();
    const heard = this.isSilent ? [] : events;
    if (entries.length + heard.length === 0) return;
    for (const [type, details] of heard.slice(0, -1)) {
      this.lastEvent = this.run.log.append([], [{ type, details, previousEventId: this.lastEvent }]);
    }
    const last = heard.at(-1);
    const event = last && { type: last[0], details: last[1], previousEventId: this.lastEvent };
    const id = this.run.log.append(entries, event ? [event] : []);
    if (event) this.lastEvent = id;
  }
}
