import { addDays, countDays, type Day, type DayRange, isDay } from '../lake/days.js';
import { cutText } from '../text/well-formed.js';

/** The dates of a `datasetConfig`. */
export interface AskedDates {
  readonly startDate?: string;
  readonly endDate?: string;
}

export interface RangeLimits {
  /** In the stage's time zone. */
  readonly today: Day;
  /** Days that a request may have at most. */
  readonly maxDays: number;
}

/** No telemetry of version 3 is older. */
const earliest: Day = '2015-01-01';

/** What is wrong with the dates that were asked for, for who asked; `undefined` when nothing is. */
export function findDateFault(asked: AskedDates, limits: RangeLimits): string | undefined {
  for (const key of ['startDate', 'endDate'] as const) {
    const found = asked[key];
    if (found !== undefined && !isDay(found)) {
      return `${key}: expected a day such as ${limits.today}, found ${JSON.stringify(cutText(found, 40))}`;
    }
  }
  const { startDate: from, endDate: to } = asked;
  if (from !== undefined && from > limits.today) {
    return `startDate ${from} is in the future: today is ${limits.today}`;
  }
  if (from !== undefined && from < earliest) {
    return `startDate ${from} is before ${earliest}: no telemetry is that old`;
  }
  return from !== undefined && to !== undefined ? findRangeFault({ from, to }, limits) : undefined;
}

/** What is wrong with a range whose days are good. */
export function findRangeFault({ from, to }: DayRange, { maxDays }: RangeLimits): string | undefined {
  if (to < from) return `endDate ${to} is before startDate ${from}`;
  const days = countDays({ from, to });
  return days > maxDays
    ? `startDate ${from} to endDate ${to} is ${days} days: at most ${maxDays} are allowed`
    : undefined;
}

/**
 * The days of a request. What it leaves out is taken from the bot, else it is yesterday.
 * (Upstream's rule; but a bot that goes on into the future is read up to today.)
 */
export function arrivalRange(asked: AskedDates, bot: AskedDates | undefined, today: Day): DayRange {
  const yesterday = addDays(today, -1);
  const botEnd = bot?.endDate !== undefined && bot.endDate > today ? today : bot?.endDate;
  return { from: asked.startDate ?? bot?.startDate ?? yesterday, to: asked.endDate ?? botEnd ?? yesterday };
}
