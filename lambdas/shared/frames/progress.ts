import type { Owner } from '../telemetry/types.js';

/** How far a stage has come with a frame. A redelivered frame goes on from there. */
export interface Progress {
  /** Lines whose events are not forwarded yet, in order; `[]` when all are. */
  readonly left: readonly number[];
  /** Whether what failed of the frame is in the failed book. */
  readonly kept: boolean;
}

/** Where a stage remembers its progress, by frame. */
export interface ProgressPorts {
  /** The progress with some frames; one that is new has none. Throws DependencyError when it can't be had. */
  find(owners: readonly Owner[]): Promise<ReadonlyMap<Owner, Progress>>;
  /** Remembers progress; throws DependencyError unless all of it was taken. */
  remember(progress: ReadonlyMap<Owner, Progress>): Promise<void>;
}

export const isDone = ({ left, kept }: Progress): boolean => left.length === 0 && kept;
