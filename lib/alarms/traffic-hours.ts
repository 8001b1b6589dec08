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

const minutesADay = 24 * 60;

/**
 * Metric math, by ids: `open` is 1 at each period that lies in the hours as a whole, and 0 at others. CloudWatch knows
 * UTC alone, so local time is computed from the seconds since 1970. Where the zone changes its clock, what is open is
 * so by each of its times: an hour less at one end, and never an alarm an hour too early.
 *
 * @param of id of a series that has a value at every moment
 * @param year whose clock changes count
 */
export function openHours(
  { from, until, weekdays, closed, timeZone }: TrafficHours,
  { of, periodMinutes, year }: { readonly of: string; readonly periodMinutes: number; readonly year: number },
): Record<string, string> {
  const offsets = offsetsOf(timeZone, year);
  const steps = offsets.flatMap((offset, index): [string, string][] => {
    const [minute, day, weekday] = [`minute${index}`, `day${index}`, `weekday${index}`];
    // 1970 began on a Thursday.
    const sinceMonday = `(${day} + 3)`;
    return [
      [minute, `EPOCH(${of}) / 60 + ${offset}`],
      [day, `FLOOR(${minute} / ${minutesADay})`],
      [weekday, `${sinceMonday} - 7 * FLOOR(${sinceMonday} / 7) + 1`],
    ];
  });
  const conditions = offsets.flatMap((_, index) => [
    `minute${index} - ${minutesADay} * day${index} >= ${from * 60}`,
    `minute${index} - ${minutesADay} * day${index} <= ${until * 60 - periodMinutes}`,
    ...[1, 2, 3, 4, 5, 6, 7].filter((day) => !weekdays.includes(day)).map((day) => `weekday${index} != ${day}`),
    ...closed.map((days) => outside(`day${index}`, days)),
  ]);
  return { ...Object.fromEntries(steps), open: conditions.join(' AND ') };
}

/** The days of `first/last`, or of one alone, as numbers of days since 1970; `undefined` where it is neither. */
export function daysOf(closed: string): readonly [first: number, last: number] | undefined {
  const ends = closed.split('/');
  const [first, last = first] = ends.map(startOf);
  if (ends.length > 2 || first === undefined || last === undefined || !(first <= last)) return undefined;
  return [first / (minutesADay * 60_000), last / (minutesADay * 60_000)];
}

/** Of a day in UTC, epoch milliseconds; NaN for what is none. Parsed alone, February 31st would be a day in March. */
function startOf(day: string): number {
  const start = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00Z`) : Number.NaN;
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(day) ? start : Number.NaN;
}

function outside(id: string, closed: string): string {
  const days = daysOf(closed);
  if (!days) throw new Error(`alarms.traffic.closed: expected a day or two with a slash between, found "${closed}".`);
  return `(${id} < ${days[0]} OR ${id} > ${days[1]})`;
}

/** Minutes that a zone is ahead of UTC, each once. */
function offsetsOf(timeZone: string, year: number): number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const offsets = Array.from({ length: 12 }, (_, month) => {
    const name =
      format.formatToParts(Date.UTC(year, month, 1)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
  });
  return [...new Set(offsets)];
}
