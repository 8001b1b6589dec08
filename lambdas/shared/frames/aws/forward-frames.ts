import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { notTaken, putAll } from '../../aws/put-all.js';
import { recordWriter, type StreamRecord } from '../../aws/put-records.js';
import type { DependencyError } from '../../function/errors.js';
import type { FramedEvent } from '../frame.js';

/** A frame on its way to a stream, with the events in it. */
export interface FrameRecord extends StreamRecord {
  readonly events: readonly FramedEvent[];
}

/** What a stream took of some frames, and why it took no more. What it did take is done, and to be counted. */
export interface Forwarded {
  readonly taken: readonly FrameRecord[];
  readonly error?: DependencyError | undefined;
}

/** Writes frames to one stream. */
export function frameForwarder(client: KinesisClient, stream: string) {
  return async (frames: readonly FrameRecord[], remainingMs: () => number): Promise<Forwarded> => {
    const writer = recordWriter(client, stream, remainingMs);
    const undone = await putAll(frames, writer);
    const left = new Set(undone.map(({ index }) => index));
    return { taken: frames.filter((_, index) => !left.has(index)), error: notTaken(undone, frames.length, writer) };
  };
}
