import type { Account, Counts } from '../../../lib/books/counts.js';

/** Begin of an hour → what was counted in it. */
export type Hours = Map<number, Record<Account, number>>;

/** What was counted, and what of it could not be: file, line where there is one, and why. */
export interface Tally {
  readonly hours: Hours;
  readonly unreadable: readonly string[];
}

/** Adds counts to those of an hour. */
export function addCounts(hours: Hours, hour: number, counts: Counts): void {
  const sum = hours.get(hour) ?? {};
  for (const [account, value] of Object.entries(counts) as [Account, number][]) {
    sum[account] = (sum[account] ?? 0) + value;
  }
  hours.set(hour, sum);
}
