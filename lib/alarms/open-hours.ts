import { daysOf, type TrafficHours } from '../config/traffic-hours.js';

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
