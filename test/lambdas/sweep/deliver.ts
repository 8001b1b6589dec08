import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { aContext } from '../../factories/kinesis-events.js';
import { Mortality } from '../../fakes/mortality.js';

type Handler = (event: KinesisStreamEvent, context: ReturnType<typeof aContext>) => Promise<KinesisStreamBatchResponse>;

/** How Lambda delivers again what failed: the batch as it was, or its halves. */
export type Redelivery = 'whole' | 'halves';

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
  const queue = [records];
  const left = [...lives];
  for (let batch = queue.shift(), calls = 0; batch !== undefined; batch = queue.shift(), calls++) {
    if (calls > 100) throw new Error('expected all to be through after 100 invocations');
    const life = left.shift() ?? new Mortality();
    const failedFrom = await invoke(makeHandler(life), batch, life);
    if (failedFrom === undefined) continue;
    const again = batch.slice(failedFrom);
    const middle = Math.ceil(again.length / 2);
    const halves =
      redelivery === 'halves' && again.length > 1 ? [again.slice(0, middle), again.slice(middle)] : [again];
    queue.unshift(...halves);
  }
}

/** @returns index of the record from which on all comes again */
async function invoke(handler: Handler, batch: readonly KinesisStreamRecord[], life: Mortality) {
  try {
    const { batchItemFailures } = await handler({ Records: [...batch] }, aContext());
    if (life.diedAt !== undefined) return 0;
    const failed = batchItemFailures[0]?.itemIdentifier;
    return failed === undefined ? undefined : batch.findIndex(({ kinesis }) => kinesis.sequenceNumber === failed);
  } catch {
    return 0;
  }
}
