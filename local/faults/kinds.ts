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

/** Who is told of faults: each that is injected, and of a worker that is to end. */
export interface FaultPorts {
  /** @param at where, such as `kinesis PutRecords` */
  injected(kind: FaultKind, at: string): void;
  /** @param at the call at which it ends */
  endWorker(name: string, at: string): void;
}
