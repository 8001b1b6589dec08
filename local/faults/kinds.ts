/** The kinds of fault, and what each does; `docs/running-locally.md` has the same rows. */
export const faultKinds = {
  throttle: 'a store refuses a whole call with its own throttling error',
  partial: 'a store refuses some entries of a batch call, and does the others',
  lostAnswer: 'a store does what it was asked, and the connection ends without an answer',
  slow: 'a store does what it was asked, and answers slowMs later',
  workerDeath: "a function's worker ends right before or right after one of its store calls is done",
  duplicateDelivery: 'an event source delivers a batch again that was done with',
} as const;

export type FaultKind = keyof typeof faultKinds;

export const kindNames = Object.keys(faultKinds) as FaultKind[];

/** What to inject, as plain data: it crosses to the thread of a store. */
export interface FaultProfile {
  /** The same seed makes the same decisions, in the order in which each place asks. */
  readonly seed: number;
  /** Kind → how often of the times that it could happen, 0 to 1. */
  readonly rates: Readonly<Record<FaultKind, number>>;
  /** Milliseconds that a slow answer waits. */
  readonly slowMs: number;
}

/** A profile that injects nothing. */
export const noFaults: FaultProfile = {
  seed: 0,
  rates: Object.fromEntries(kindNames.map((kind) => [kind, 0])) as FaultProfile['rates'],
  slowMs: 0,
};

/** Before or after a call is done. */
export type Moment = 'before' | 'after';

/** A script of deaths, for tests: asked at each call of a function that moves data if its worker ends there. */
export type EndsAt = (functionName: string, at: string) => Moment | undefined;

/** Who is told of faults: each that is injected, and of a worker that is to end. */
export interface FaultPorts {
  /** Asked, where there is a script, if the worker that made a call ends there. */
  readonly endsAt?: ((worker: string, at: string) => Moment | undefined | Promise<Moment | undefined>) | undefined;
  /** @param at where, such as `kinesis PutRecords` */
  injected(kind: FaultKind, at: string): void;
  /** @param at the call at which it ends */
  endWorker(name: string, at: string): void;
}
