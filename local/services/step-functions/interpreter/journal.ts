import type { Variables } from './definition.js';

/** Where a thread is: the state that it has entered last, and with what. */
export interface Step {
  /** Counts the states that the thread has entered. */
  readonly number: number;
  readonly state: string;
  readonly input: unknown;
  readonly variables: Variables;
  /** Epoch milliseconds; of the thread, and of this state. */
  readonly startedAt: number;
  readonly enteredAt: number;
  /** How often each retrier has been used in this state. */
  readonly attempts: readonly number[];
}

/** How a thread ended. */
export interface End {
  readonly startedAt: number;
  readonly stoppedAt: number;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** One entry of the journal of an execution; what is in it survives the runner. */
export interface Entry {
  /** Indexes of items and branches from the execution down to the thread; the execution itself is []. */
  readonly path: readonly number[];
  readonly step?: Step;
  /** What a Map has set out to do, so that it goes on with the same items after a crash. */
  readonly plan?: unknown;
  readonly end?: End;
}

/** What is known of a thread, from its entries in their order. */
export class ThreadNotes {
  step: Step | undefined;
  plan: unknown;
  end: End | undefined;
  private readonly children = new Map<number, ThreadNotes>();

  /** An item of the Map, or a branch of the Parallel, that the thread is in. */
  child(index: number): ThreadNotes {
    const known = this.children.get(index) ?? new ThreadNotes();
    this.children.set(index, known);
    return known;
  }

  /** Takes in an entry of this thread. A new state, or a retry of it, leaves its items and branches behind. */
  apply({ step, plan, end }: Entry): void {
    if (step) {
      this.step = step;
      this.plan = undefined;
      this.children.clear();
    }
    if (plan !== undefined) this.plan = plan;
    if (end) {
      this.end = end;
      this.step = undefined;
      this.plan = undefined;
      this.children.clear();
    }
  }

  find(path: readonly number[]): ThreadNotes {
    return path.reduce<ThreadNotes>((notes, index) => notes.child(index), this);
  }
}
