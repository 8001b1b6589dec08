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
  'malformed-frame',
  'malformed-json',
] as const;

export type FailureReason = (typeof failureReasons)[number];

/** A fault of the data: a value, never thrown. The message reads `/pointer: expected …, found …`. */
export interface Fault {
  readonly reason: FailureReason;
  readonly message: string;
}

/** Kinesis position of a frame, `shardId:sequenceNumber`: the same on every redelivery. */
export type Owner = string;

/** What dedup needs to know of an event. */
export interface EventRef {
  readonly mid: string;
  /** Hash of the event as received: tells a repeat from another event under the same mid. */
  readonly fingerprint: string;
}
