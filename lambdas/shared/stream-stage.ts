import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { FailedEvent } from './failed-lines.js';
import { decodeFrame, type Frame } from './frame.js';
import { type Counts, count, logger } from './observe.js';
import { observed } from './observed.js';
import type { Owner } from './telemetry/types.js';

/** A frame as a stream hands it over. */
export interface ReceivedFrame extends Frame {
  readonly owner: Owner;
  readonly partitionKey: string;
  /** The record's bytes, to be passed on as they are where nothing changed. */
  readonly data: Buffer;
}

/** What became of a batch of frames. */
export interface StageOutcome extends Counts {
  /** Index of the first frame that could not be passed on; it and all after it are delivered again. */
  readonly firstUndone?: number | undefined;
  readonly error?: Error | undefined;
}

/** A stage: frames in, effects by its own ports. A fault of the data is counted, a broken dependency is `firstUndone`. */
export type Stage = (frames: readonly ReceivedFrame[], remainingMs: () => number) => Promise<StageOutcome>;

/** Writes what is no frame to the failed book. */
export type KeepMalformed = (events: readonly FailedEvent[], remainingMs: () => number) => Promise<void>;

/** Kept back from the time to try in, so that the answer still leaves. */
const reserveMs = 3_000;

/**
 * The handler of a stage that reads a Kinesis stream.
 * "Lambda, partial batch response": the lowest reported sequence number becomes the checkpoint, and everything from
 * there on comes again; so a stage stops at the first frame that it could not pass on, and reports that one.
 */
export function streamStage(name: string, run: Stage, keepMalformed: KeepMalformed) {
  return observed(async ({ Records }: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> => {
    const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
    const { frames, indexes, malformed } = readFrames(name, Records);
    if (malformed.length > 0) await keepMalformed(malformed, remainingMs);

    const { firstUndone, error, ...counts } = await run(frames, remainingMs);
    count({ ...counts, failed: [...malformed, ...(counts.failed ?? [])] });
    if (firstUndone === undefined) return { batchItemFailures: [] };

    const record = Records[indexes[firstUndone] ?? 0];
    const itemIdentifier = record?.kinesis.sequenceNumber ?? '';
    logger.error('frames not passed on, they will come again', { itemIdentifier, error });
    return { batchItemFailures: [{ itemIdentifier }] };
  });
}

function readFrames(stage: string, records: readonly KinesisStreamRecord[]) {
  const frames: ReceivedFrame[] = [];
  /** Position in the records of each frame. */
  const indexes: number[] = [];
  const malformed: FailedEvent[] = [];
  for (const [index, { kinesis, eventID }] of records.entries()) {
    const data = Buffer.from(kinesis.data, 'base64');
    const frame = decodeFrame(data);
    if ('reason' in frame) {
      const at = Math.round(kinesis.approximateArrivalTimestamp * 1_000);
      malformed.push({ ...frame, stage, at, header: undefined, raw: `base64:${kinesis.data}` });
    } else {
      frames.push({ ...frame, owner: eventID, partitionKey: kinesis.partitionKey, data });
      indexes.push(index);
    }
  }
  return { frames, indexes, malformed };
}
