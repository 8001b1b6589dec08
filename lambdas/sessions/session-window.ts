import { addDays, type Day, startOfDay } from '../shared/lake/days.js';

/** Days in a row, with their first milliseconds. */
export interface SessionWindow {
  readonly days: readonly Day[];
  /** One more than the days: the last is where the window ends. */
  readonly starts: readonly number[];
}

/**
 * What must be read to know all sessions that begin on a day: two days before it, which say what was under way, and the
 * day after it, into which a session may last.
 */
export function windowOf(day: Day, timeZone: string): SessionWindow {
  return windowFrom(addDays(day, -2), 4, timeZone);
}

export function windowFrom(first: Day, count: number, timeZone: string): SessionWindow {
  const days = Array.from({ length: count + 1 }, (_, index) => addDays(first, index));
  return { days: days.slice(0, count), starts: days.map((day) => startOfDay(day, timeZone)) };
}

/** Number of the day, in the window, that an instant lies in. */
export function dayIndex({ starts }: SessionWindow, ets: number): number {
  let index = starts.length - 1;
  while (index > 0 && ets < (starts[index] as number)) index--;
  return index;
}
