import { shorten } from '../shared/telemetry/describe-value.js';

const dayMs = 86_400_000;
/** Days of a range at most. A year is more than anybody reads as one file. */
export const maxDays = 366;
/** No telemetry of version 3 is older. */
const earliest = '2015-01-01';
/** How far a zone's day can be ahead of UTC's. */
const aheadMs = 14 * 3_600_000;

/** Whether it is a day that there is, as yyyy-MM-dd. */
export function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const at = Date.parse(`${value}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(value);
}

/**
 * What is wrong with the range of a request, `undefined` when nothing is: upstream lets such a job fail the next day.
 *
 * @param now epoch milliseconds
 */
export function checkDates({ startDate, endDate }: Readonly<Record<string, unknown>>, now: number): string | undefined {
  for (const [name, value] of Object.entries({ startDate, endDate })) {
    if (value !== undefined && value !== null && !isDate(value)) {
      return `datasetConfig.${name}: expected a day as yyyy-MM-dd, found ${shorten(value)}.`;
    }
  }
  const [start, end] = [startDate, endDate] as (string | null | undefined)[];
  const latest = new Date(now + aheadMs).toISOString().slice(0, 10);
  if (start && (start < earliest || start > latest)) {
    return `datasetConfig.startDate: expected a day from ${earliest} to today, found ${shorten(start)}.`;
  }
  if (!start || !end) return undefined;
  if (end < start) {
    return `datasetConfig.endDate: expected startDate (${start}) or a later day, found ${shorten(end)}.`;
  }
  const days = (Date.parse(end) - Date.parse(start)) / dayMs + 1;
  if (days <= maxDays) return undefined;
  return `datasetConfig: expected at most ${maxDays} days from startDate to endDate, found ${days}. Ask for parts of it.`;
}
