import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { KeepFailed } from './failed-book.js';
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

/** Kept back from the time to try in, so that the answer still leaves. */
const reserveMs = 3_000;

/**
 * The handler of a stage that reads a Kinesis stream.
 * "Lambda, partial batch response": the lowest reported sequence number becomes the checkpoint, and everything from
 * there on comes again; so a stage stops at the first frame that it could not pass on, and reports that one.
 */
export function streamStage(name: string, run: Stage, keepMalformed: KeepFailed) {
  return observed(async ({ Records }: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> => {
    const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
    const { frames, malformed } = readFrames(name, Records);
    const { firstUndone, error, ...counts } = await run(
      frames.map(({ frame }) => frame),
      remainingMs,
    );

    const failedAt = firstUndone === undefined ? Records.length : (frames[firstUndone]?.index ?? 0);
    // From the failed record on all comes again, what is no frame included.
    const kept = malformed.filter(({ index }) => index < failedAt).map(({ event }) => event);
    if (kept.length > 0) await keepMalformed(kept, remainingMs);
    count({ ...counts, received: counts.received + kept.length, failed: [...kept, ...(counts.failed ?? [])] });
    if (firstUndone === undefined) return { batchItemFailures: [] };

    const itemIdentifier = Records[failedAt]?.kinesis.sequenceNumber ?? '';
    logger.error('frames not passed on, they will come again', { itemIdentifier, error });
    return { batchItemFailures: [{ itemIdentifier }] };
  });
}

function readFrames(stage: string, records: readonly KinesisStreamRecord[]) {
  const frames: { index: number; frame: ReceivedFrame }[] = [];
  const malformed: { index: number; event: FailedEvent }[] = [];
  for (const [index, { kinesis, eventID }] of records.entries()) {
    const data = Buffer.from(kinesis.data, 'base64');
    const frame = decodeFrame(data);
    if ('reason' in frame) {
      const at = Math.round(kinesis.approximateArrivalTimestamp * 1_000);
      const raw = `base64:${kinesis.data}`;
      malformed.push({ index, event: { ...frame, stage, at, header: undefined, raw } });
    } else {
      frames.push({ index, frame: { ...frame, owner: eventID, partitionKey: kinesis.partitionKey, data } });
    }
  }
  return { frames, malformed };
}
