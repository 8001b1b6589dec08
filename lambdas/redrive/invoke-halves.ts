import type { KinesisStreamRecord } from 'aws-lambda';
import type { StageAnswer } from '../shared/frames/stream-stage.js';

/** How an invocation ended: the stage answered, or failed as a whole. */
export type Invoked = { readonly answer: StageAnswer } | { readonly error: string };

export interface InvokePorts {
  /** Hands records to their stage, which recognises them by `eventID`. Throws where the stage can't be reached. */
  invoke(records: readonly KinesisStreamRecord[]): Promise<Invoked>;
  /** Milliseconds left. */
  remainingMs(): number;
  /** Longest time that an invocation may take, milliseconds. */
  readonly invocationMs: number;
}

/** Kept back for an answer that comes late, and to write down what is left. */
const afterwardsMs = 20_000;

/** What became of some records. */
export interface Delivered {
  /** Those that are not through, in order. */
  readonly left: readonly KinesisStreamRecord[];
  /** As the stage told them. */
  readonly counts: readonly Readonly<Record<string, number>>[];
  readonly problems: readonly string[];
}

/**
 * Hands records to their stage, and those that made it fail in halves, so that one frame doesn't hold the others. What
 * a stage reports as not passed on is left: it has tried that for as long as it could, and all the others are through.
 */
export async function invokeHalves(records: readonly KinesisStreamRecord[], ports: InvokePorts): Promise<Delivered> {
  if (ports.remainingMs() < ports.invocationMs + afterwardsMs) {
    return { left: records, counts: [], problems: ['no time left; the next redrive goes on here'] };
  }
  const invoked = await ports.invoke(records);
  if ('answer' in invoked) return delivered(records, invoked.answer);
  if (records.length === 1) return { left: records, counts: [], problems: [`the stage failed: ${invoked.error}`] };

  const middle = Math.ceil(records.length / 2);
  const first = await invokeHalves(records.slice(0, middle), ports);
  const second = await invokeHalves(records.slice(middle), ports);
  return {
    left: [...first.left, ...second.left],
    counts: [...first.counts, ...second.counts],
    problems: [...first.problems, ...second.problems],
  };
}

function delivered(
  records: readonly KinesisStreamRecord[],
  { batchItemFailures, counts = {} }: StageAnswer,
): Delivered {
  const [failure] = batchItemFailures;
  if (!failure) return { left: [], counts: [counts], problems: [] };
  const { itemIdentifier } = failure;
  const from = records.findIndex(({ kinesis }) => kinesis.sequenceNumber === itemIdentifier);
  return {
    left: records.slice(Math.max(0, from)),
    counts: [counts],
    problems: [`the stage could not pass on all from ${itemIdentifier} on`],
  };
}
