/** More than the longest day of any time zone, milliseconds. */
const longestDay = 26 * 3_600_000;

/**
 * Last millisecond of the day that `now` lies in, in a time zone; epoch milliseconds.
 * Looked for by halving, since a day may have 23 or 25 hours, or no midnight.
 */
export function endOfDay(now: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' });
  const today = format.format(now);
  let sameDay = now;
  let nextDay = now + longestDay;
  while (nextDay - sameDay > 1) {
    const middle = Math.floor((sameDay + nextDay) / 2);
    if (format.format(middle) === today) sameDay = middle;
    else nextDay = middle;
  }
  return sameDay;
}
