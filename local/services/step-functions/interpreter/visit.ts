import type { Leaving, State, Variables } from './definition.js';
import { evaluate } from './expressions.js';
import type { Step } from './journal.js';
import { checkSize } from './payload.js';
import { StateError } from './state-error.js';
import type { Thread } from './thread.js';

/** How a state is left. */
export interface Transition {
  readonly output: unknown;
  readonly variables: Variables;
  /** The state that comes next; absent at the end. */
  readonly next: string | undefined;
}

/** What `$states` has beside input and context: the result, or the error that was caught. */
export type Extra = Readonly<Record<string, unknown>>;

/** One attempt at a state. */
export class Visit {
  constructor(
    readonly thread: Thread,
    readonly state: State,
    readonly step: Step,
    /** Runs a thread of the state's own: a branch, an iteration, a child. */
    readonly run: (thread: Thread, input: unknown, variables?: Variables) => Promise<unknown>,
  ) {}

  get name(): string {
    return this.step.state;
  }

  get input(): unknown {
    return this.step.input;
  }

  /** @throws StateError `States.QueryEvaluationError` */
  evaluate(field: string, value: unknown, extra: Extra = {}, context: object = {}): Promise<unknown> {
    const { startedAt: _, enteredAt, attempts, variables } = this.step;
    const state = {
      EnteredTime: new Date(enteredAt).toISOString(),
      Name: this.name,
      RetryCount: attempts.reduce((sum, made) => sum + made, 0),
    };
    const states = { input: this.input, context: { ...this.thread.context, State: state, ...context }, ...extra };
    return evaluate(value, { states, variables }, `state "${this.name}", ${field}`);
  }

  /** A field of the state that is a number, or gives one. @returns the default where the state doesn't have it */
  async number<T>(field: string, otherwise: T): Promise<number | T> {
    if (this.state[field] === undefined) return otherwise;
    const found = await this.evaluate(field, this.state[field]);
    if (typeof found === 'number' && found >= 0) return found;
    throw this.unexpected(field, 'a number of 0 or more', found);
  }

  unexpected(field: string, expected: string, found: unknown): StateError {
    const shown = JSON.stringify(found).slice(0, 200);
    const cause = `state "${this.name}", ${field}: expected ${expected}, found ${shown}`;
    return new StateError('States.QueryEvaluationError', cause);
  }

  /** Output, Assign and Next of the state, or of a choice rule or catcher in its place. */
  async leave({ Output, Assign = {}, Next }: Leaving, otherwise: unknown, extra: Extra = {}): Promise<Transition> {
    const output = Output === undefined ? otherwise : await this.evaluate('Output', Output, extra);
    // "Assign: all expressions see the values from when the state was entered."
    const assigned = (await this.evaluate('Assign', Assign, extra)) as Variables;
    checkSize(output, `output of state "${this.name}"`);
    checkSize(assigned, `variables of state "${this.name}"`);
    return { output, variables: { ...this.step.variables, ...assigned }, next: Next };
  }
}
