import type { SqlValue } from '../lake/athena-literal.js';
import { addDays, startOfDay } from '../lake/days.js';
import type { ExhaustRun, QuerySettings } from './dataset.js';

/**
 * First and last folder that may hold an event of the range. A folder is named after its oldest record, so that one of
 * the day before may reach into the first day; and what an outage held up came to the lake days after it arrived.
 */
export function folders({ range }: ExhaustRun, { lateDays }: QuerySettings): readonly [SqlValue, SqlValue] {
  return [addDays(range.from, -1), addDays(range.to, lateDays)];
}

/** First millisecond of the range, and the first one after it. */
export function instants({ range, timeZone }: ExhaustRun): readonly [SqlValue, SqlValue] {
  return [startOfDay(range.from, timeZone), startOfDay(addDays(range.to, 1), timeZone)];
}
