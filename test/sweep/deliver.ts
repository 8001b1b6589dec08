import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { aContext } from '../factories/kinesis-events.js';
import { Mortality } from '../fakes/mortality.js';

export type Handler = (
  event: KinesisStreamEvent,
  context: ReturnType<typeof aContext>,
) => Promise<KinesisStreamBatchResponse>;

/** A batch: the records from one index up to another. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const whole = (count: number): Range[] => [{ from: 0, to: count }];

/** How Lambda cuts the records at first, and how it delivers again what failed. */
const redeliveries = {
  /** The batch as it was. */
  whole: { first: whole, again: (failed: Range): Range[] => [failed] },
  /** "BisectBatchOnFunctionError": its halves. */
  halves: {
    first: whole,
    again: ({ from, to }: Range): Range[] => {
      const middle = Math.ceil((from + to) / 2);
      return [
        { from, to: middle },
        { from: middle, to },
      ];
    },
  },
  /** Another shard iterator: from the start, and cut at another place, so that frames which are done come with new ones. */
  elsewhere: {
    first: (count: number): Range[] => [
      { from: 0, to: 2 },
      { from: 2, to: count },
    ],
    again: ({ from }: Range, count: number): Range[] => [
      { from: 0, to: from + 1 },
      { from: from + 1, to: count },
    ],
  },
} as const;

export type Redelivery = keyof typeof redeliveries;
export const redeliveryNames = Object.keys(redeliveries) as Redelivery[];

/**
 * Delivers records as Lambda does until all are through: again after a death or an error, from the reported record on
 * after a partial answer.
 *
 * @param makeHandler a process: a handler whose effects end with it
 * @param lives one an invocation; those that follow do not die
 */
export async function deliver(
  records: readonly KinesisStreamRecord[],
  makeHandler: (life: Mortality) => Handler,
  lives: readonly Mortality[],
  redelivery: Redelivery,
): Promise<void> {
  const { first, again } = redeliveries[redelivery];
  const queue = first(records.length);
  const left = [...lives];
  for (let calls = 0; queue.length > 0; calls++) {
    if (calls > 100) throw new Error('expected all to be through after 100 invocations');
    const { from, to } = queue.shift() as Range;
    const life = left.shift() ?? new Mortality();
    const failedFrom = await invoke(makeHandler(life), records.slice(from, to), life);
    if (failedFrom === undefined) continue;
    const next = again({ from: from + failedFrom, to }, records.length);
    queue.unshift(...next.filter((range) => range.from < range.to));
  }
}

/** @returns index of the record from which on all comes again */
export async function invoke(
  handler: Handler,
  batch: readonly KinesisStreamRecord[],
  life: Mortality,
  context = aContext(),
): Promise<number | undefined> {
  try {
    const { batchItemFailures } = await handler({ Records: [...batch] }, context);
    if (life.diedAt !== undefined) return 0;
    const failed = batchItemFailures[0]?.itemIdentifier;
    return failed === undefined ? undefined : batch.findIndex(({ kinesis }) => kinesis.sequenceNumber === failed);
  } catch {
    return 0;
  }
}
