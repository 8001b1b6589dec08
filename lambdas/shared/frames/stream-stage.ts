import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { DependencyError } from '../function/errors.js';
import { type Counts, count, logger } from '../function/observe.js';
import { observed } from '../function/observed.js';
import type { Owner } from '../telemetry/types.js';
import type { KeepFailed } from './failed-book.js';
import type { FailedEvent } from './failed-lines.js';
import { decodeFrame, type Frame } from './frame.js';
import { isDone, type Progress, type ProgressPorts } from './progress.js';

/** A frame as a stream hands it over. */
export interface ReceivedFrame extends Frame {
  readonly owner: Owner;
  readonly partitionKey: string;
  /** The record's bytes, to be passed on as they are where nothing changed. */
  readonly data: Buffer;
  /** Lines that are still to be forwarded: all, unless the frame was here before. */
  readonly left: readonly number[];
  /** What failed of it is in the failed book already. */
  readonly isKept: boolean;
}

/** What became of a frame. */
export interface FrameOutcome {
  /** Lines that could not be forwarded in time; the frame is delivered again for them. */
  readonly left: readonly number[];
  /** What failed of it, and is to be kept. */
  readonly failed: readonly FailedEvent[];
  /** Nothing was done with it: it comes again as it was, also where only what failed of it is still to be kept. */
  readonly isUntouched?: boolean;
}

/** What became of some frames, in the order given, and what was done for the first time. */
export interface StageOutcome extends Omit<Counts, 'received' | 'failed'> {
  readonly frames: readonly FrameOutcome[];
  readonly error?: Error | undefined;
}

/** A stage: frames in, effects by its own ports. A fault of the data is an outcome, a broken dependency throws. */
export type Stage = (frames: readonly ReceivedFrame[], remainingMs: () => number) => Promise<StageOutcome>;

/** What all stages that read a stream need besides their own ports. */
export interface StagePorts {
  readonly keepFailed: KeepFailed;
  progress(remainingMs: () => number): ProgressPorts;
}

/** What a stage is invoked with: by its event source, or by a redrive, which wants to know what was done. */
export interface StageEvent extends KinesisStreamEvent {
  readonly redrive?: boolean;
}

export interface StageAnswer extends KinesisStreamBatchResponse {
  /** For a redrive: events, and as `passedOver` the frames that were done before. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** Kept back from the time to try in, so that the answer still leaves. */
const reserveMs = 3_000;

/**
 * The handler of a stage that reads a Kinesis stream. What it did with a frame it remembers right after the
 * acknowledgement, so that a frame which comes again goes on from there.
 *
 * "Lambda, partial batch response": the lowest reported sequence number becomes the checkpoint, and everything from
 * there on comes again.
 */
export function streamStage(name: string, run: Stage, ports: StagePorts) {
  return observed(async ({ Records, redrive }: StageEvent, context: Context): Promise<StageAnswer> => {
    const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
    const progress = ports.progress(remainingMs);
    const known = await progress.find(Records.map(({ eventID }) => eventID));
    const open = readRecords(name, Records, known);

    const {
      frames: outcomes,
      error,
      ...counts
    } = await run(
      open.flatMap(({ frame }) => frame ?? []),
      remainingMs,
    );
    const results = join(open, outcomes);

    // Counted before it is remembered: what is remembered is never done, nor counted, again.
    const { forwarded, duplicate = 0 } = counts;
    count({ ...counts, received: forwarded + duplicate });
    await remember(progress, results, false);
    const book = await keepFailed(results, ports, remainingMs);
    if (book.kept.length > 0) {
      count({ received: book.kept.length, forwarded: 0, failed: book.kept });
      await remember(progress, book.of, true);
    }
    const passedOver = Records.length - open.length;
    const failed = book.kept.length;
    const told = redrive ? { counts: { ...counts, received: forwarded + duplicate + failed, failed, passedOver } } : {};

    const isUndone = ({ left, isUntouched, failed }: Result) =>
      isUntouched || left.length > 0 || (failed.length > 0 && book.error !== undefined);
    const undone = results.find(isUndone);
    if (!undone) return { batchItemFailures: [], ...told };
    const itemIdentifier = Records[undone.index]?.kinesis.sequenceNumber ?? '';
    logger.error('frames not done with, they will come again', { itemIdentifier, error: error ?? book.error });
    return { batchItemFailures: [{ itemIdentifier }], ...told };
  });
}

/** A record that is not done yet: a frame, or the fault of one that is none. */
interface OpenRecord {
  readonly index: number;
  readonly bytes: number;
  readonly owner: Owner;
  readonly frame?: ReceivedFrame;
  readonly malformed?: FailedEvent;
}

type Result = OpenRecord & FrameOutcome;

function readRecords(
  stage: string,
  records: readonly KinesisStreamRecord[],
  known: ReadonlyMap<Owner, Progress>,
): OpenRecord[] {
  return records.flatMap(({ kinesis, eventID: owner }, index): OpenRecord[] => {
    const before = known.get(owner);
    if (before && isDone(before)) return [];
    const data = Buffer.from(kinesis.data, 'base64');
    const bytes = data.length;
    const frame = decodeFrame(data);
    if ('reason' in frame) {
      const at = Math.round(kinesis.approximateArrivalTimestamp * 1_000);
      const raw = `base64:${kinesis.data}`;
      return [{ index, owner, bytes, malformed: { ...frame, stage, at, header: undefined, raw } }];
    }
    const left = before?.left ?? [...frame.lines.keys()];
    const { partitionKey } = kinesis;
    const isKept = before?.kept ?? false;
    return [{ index, owner, bytes, frame: { ...frame, owner, partitionKey, data, left, isKept } }];
  });
}

/** Each open record with what became of it, in the order of the records. */
function join(open: readonly OpenRecord[], outcomes: readonly FrameOutcome[]): Result[] {
  const remaining = [...outcomes];
  return open.map((record) => {
    if (record.malformed) return { ...record, left: [], failed: [record.malformed] };
    const outcome = remaining.shift();
    if (!outcome) throw new Error('a stage told of fewer frames than it was given');
    return { ...record, ...outcome };
  });
}

/** What came of the failed events: those that are kept now, of which records, or why they are not. */
interface Kept {
  readonly kept: readonly FailedEvent[];
  readonly of: readonly Result[];
  readonly error?: DependencyError;
}

/** Keeps what failed. A failed book that is down holds up the frames with failed events alone: the others are done. */
async function keepFailed(
  results: readonly Result[],
  ports: Pick<StagePorts, 'keepFailed'>,
  remainingMs: () => number,
): Promise<Kept> {
  const failing = results.filter(({ failed }) => failed.length > 0);
  if (failing.length === 0) return { kept: [], of: [] };
  const kept = failing.flatMap(({ failed }) => failed);
  const bytesIn = failing.reduce((sum, { bytes }) => sum + bytes, 0);
  try {
    await ports.keepFailed(kept, bytesIn, remainingMs);
    return { kept, of: failing };
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    return { kept: [], of: [], error };
  }
}

/**
 * Remembers what was done. A failure is told but not thrown: the work itself is done, and to do all of it again would be
 * sure to store it twice, where the missing memory only might.
 */
async function remember(progress: ProgressPorts, results: readonly Result[], kept: boolean): Promise<void> {
  const done = results.flatMap(({ owner, frame, left, failed }): [Owner, Progress][] => {
    const now = { left, kept: kept || failed.length === 0 };
    return left.length < (frame?.left.length ?? 0) || kept ? [[owner, now]] : [];
  });
  if (done.length === 0) return;
  try {
    await progress.remember(new Map(done));
  } catch (error) {
    logger.error('progress not remembered; frames that come again are forwarded again', error as Error);
  }
}
