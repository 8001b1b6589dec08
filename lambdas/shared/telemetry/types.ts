/** An event as producers send it: what the schemas don't check, nobody may rely on. */
export type TelemetryEvent = Record<string, unknown>;

/** What a stage can say about an event that it does not forward. One closed list; `docs/failed-events.md` explains each. */
export const failureReasons = [
  'not-an-object',
  'unknown-eid',
  'envelope',
  'schema',
  'too-large',
  'too-deep',
  'late',
  'channel',
  'malformed-frame',
  'malformed-json',
] as const;

export type FailureReason = (typeof failureReasons)[number];

/** What is wrong at one place. */
export interface FaultAt {
  readonly reason: FailureReason;
  /** JSON pointer of what is wrong, from the event's root; empty for the event as a whole. */
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** A fault of the data: a value, never thrown. The first one of an event stands for it. */
export interface Fault extends FaultAt {
  /** All of them, the first one too, where there is more than one: at most ten, each at another place. */
  readonly faults?: readonly FaultAt[];
}

/** A change that ingest made so that an event is valid; what it was before stands here, so that nothing is lost. */
export interface Repair {
  readonly rule: string;
  /** JSON pointer of what was mended, where it is now. */
  readonly path: string;
  /** The former value; of a renamed key the former key. */
  readonly was: unknown;
}

/** Kinesis position of a frame, `shardId:sequenceNumber`: the same on every redelivery. */
export type Owner = string;

/** What dedup needs to know of an event. */
export interface EventRef {
  readonly mid: string;
  /** Hash of the event as received: tells a repeat from another event under the same mid. */
  readonly fingerprint: string;
}
