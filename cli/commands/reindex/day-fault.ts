import type { DayReport } from './day-report.js';
import type { Options } from './options.js';

/** Of the documents that the index had of a day; more may be repeats, which a rebuild removes, but also a part of a lake. */
const maxMissing = 0.1;

/**
 * Why a rebuilt day must not take the place of the old one, as far as counts tell. `before` and `documents` are both of
 * this day's events alone; what is carried over is of other days and in neither.
 *
 * @param documents that came of the lake's lines, those that the index refused included; in a dry run the lines, since
 * there are no more documents than those
 */
export function dayFault(
  { day, before, read, repeats }: DayReport,
  documents: number,
  { mayBeFewer }: Pick<Options, 'mayBeFewer'>,
): string | undefined {
  if (read === 0 && before > 0) {
    return `${day}: expected events in the lake, found none, while the index holds ${before}. Are they expired there, or is it another stack's lake (--bucket, --state)?`;
  }
  const least = Math.ceil(before * (1 - maxMissing));
  if (mayBeFewer || documents >= least) return undefined;
  const found = `${documents} of ${read} lines of the lake${repeats > 0 ? `, of which ${repeats} are repeats` : ''}`;
  return `${day}: expected ${least} documents or more, since the index holds ${before}, found ${found}. Is it another stack's lake (--bucket, --state), or are some of its folders expired? Where it is the index that holds events more than once, or should hold fewer: --fewer.`;
}

/** Whether the lake, and the index of any day, hold nothing of a day, nor its index of others: nothing to build. */
export const isEmptyDay = ({ before, read, carried }: DayReport): boolean => before + read + carried === 0;
