/** A day, `yyyy-MM-dd`. */
export type Day = string;

/** Days from one to another, both of them included. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

const dayMs = 86_400_000;
/** No zone is further from UTC than that. */
const furthestMs = 15 * 3_600_000;

/** Whether a text is a day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && utcDay(at) === text;
}

/** The day that an instant, in epoch milliseconds, lies in. */
export function dayOf(at: number, timeZone: string): Day {
  return formatIn(timeZone).format(at);
}

export function addDays(day: Day, days: number): Day {
  return utcDay(Date.parse(day) + days * dayMs);
}

export function countDays({ from, to }: DayRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}

/**
 * First millisecond of a day in a time zone; epoch milliseconds.
 * Looked for by halving, since a day may have 23 or 25 hours, or no midnight.
 */
export function startOfDay(day: Day, timeZone: string): number {
  const format = formatIn(timeZone);
  let before = Date.parse(day) - furthestMs;
  let inside = Date.parse(day) + furthestMs;
  while (inside - before > 1) {
    const middle = Math.floor((before + inside) / 2);
    if (format.format(middle) >= day) inside = middle;
    else before = middle;
  }
  return inside;
}

function utcDay(at: number): Day {
  return new Date(at).toISOString().slice(0, 10);
}

/** Swedish is written as ISO 8601 is. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
}
