/** The Amazon States Language, as far as the runner runs it; check-definition.ts refuses the rest by name. */
export interface Definition extends StateGraph {
  readonly QueryLanguage?: string;
  /** Seconds from the start of an execution. */
  readonly TimeoutSeconds?: number;
}

/** What an execution, an item of a Map or a branch of a Parallel walks through. */
export interface StateGraph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

// biome-ignore lint/suspicious/noExplicitAny: each kind of state knows its own fields, which check-definition.ts has looked at
export type Fields = Readonly<Record<string, any>>;

export interface State extends Fields, Leaving {
  readonly Type: string;
}

/** "Retrier", Amazon States Language. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

export interface Catcher extends Leaving {
  readonly ErrorEquals: readonly string[];
}

/** What a state, a choice rule and a catcher may all say about the way on. */
export interface Leaving {
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Next?: string;
}

export type Variables = Readonly<Record<string, unknown>>;
