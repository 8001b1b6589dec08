/** When telemetry must come. */
export interface TrafficHours {
  /** First hour of the day, 0 to 23 … */
  readonly from: number;
  /** … and the one that it ends with, 1 to 24. */
  readonly until: number;
  /** Days of the week, 1 is Monday and 7 Sunday. */
  readonly weekdays: readonly number[];
  /** Days without: `2026-10-20`, or the first and the last of some, `2026-05-01/2026-06-14`. */
  readonly closed: readonly string[];
  /** IANA zone of the hours and days. */
  readonly timeZone: string;
}

const dayMs = 86_400_000;

/** The days of `first/last`, or of one alone, as numbers of days since 1970; `undefined` where it is neither. */
export function daysOf(closed: string): readonly [first: number, last: number] | undefined {
  const ends = closed.split('/');
  const [first, last = first] = ends.map(startOf);
  if (ends.length > 2 || first === undefined || last === undefined || !(first <= last)) return undefined;
  return [first / dayMs, last / dayMs];
}

/** Of a day in UTC, epoch milliseconds; NaN for what is none. Parsed alone, February 31st would be a day in March. */
function startOf(day: string): number {
  const start = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00Z`) : Number.NaN;
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(day) ? start : Number.NaN;
}
