import { dayFault, isEmptyDay } from './day-fault.js';
import type { DayReport } from './day-report.js';
import { type DayCounts, EventIndexer, type IndexPorts, type Refused } from './index-events.js';
import { type Lake, lakeEvents } from './lake-events.js';
import type { Options } from './options.js';
import { dayAfter } from './utc-days.js';

/** Moments by `@timestamp`: from one, and before another; ISO 8601. */
export interface TimeRange {
  readonly from: string;
  readonly before: string;
}

/** What a rebuild asks of OpenSearch. Everything throws when it can't be done. */
export interface RebuildPorts extends IndexPorts {
  readonly lake: Lake;
  /** Told of each event that is read. */
  readonly progress: { taken(): void; end(): void };
  /** How many documents of each UTC day `telemetry-*` holds. */
  countByDay(range: TimeRange): Promise<ReadonlyMap<string, number>>;
  /** Removes what runs before this one have left half done of these days. */
  removeLeftovers(days: readonly string[]): Promise<void>;
  /** Makes the new index of a day, by the template. @returns its name */
  makeIndex(day: string): Promise<string>;
  /** Copies what the day's index holds of other times, as it is. @returns how many documents */
  carryOver(day: string, range: TimeRange, into: string): Promise<number>;
  /** How many documents an index holds, the newest too. */
  countOf(index: string): Promise<number>;
  /** Puts the new indices in the place of the old ones, all at once. */
  swap(indices: ReadonlyMap<string, string>): Promise<void>;
  /** Deletes what other indices hold of these times. @returns how many documents */
  deleteElsewhere(range: TimeRange, indices: readonly string[]): Promise<number>;
}

export interface Report {
  readonly days: readonly DayReport[];
  /** Documents of these days that lay in the indices of other days. */
  readonly removed: number;
  readonly refused: readonly Refused[];
  /** Of a dry run: what a rebuild would be stopped by, as far as counting lines tells. */
  readonly faults: readonly string[];
}

const noCounts: DayCounts = { read: 0, indexed: 0, repeats: 0, collisions: 0, refused: 0 };

/**
 * Builds days of the index again, beside the old ones, and swaps them in. After it every event of the lake whose
 * `@timestamp` is of these days stands in `telemetry-*` once, and those of other days as often as before.
 *
 * @throws Error when something can't be done, or a day would lose much; the old indices stand then, and it may be run
 * again
 */
export async function rebuildDays(options: Options, ports: RebuildPorts): Promise<Report> {
  const { days, isDryRun, lateDays } = options;
  const range = rangeOf(days);
  const before = await ports.countByDay(range);
  if (isDryRun) return countLake(options, ports, before);

  await ports.removeLeftovers(days);
  const indices = new Map<string, string>();
  const carried = new Map<string, number>();
  for (const day of days) {
    const index = await ports.makeIndex(day);
    indices.set(day, index);
    carried.set(day, await ports.carryOver(day, range, index));
  }
  const indexer = new EventIndexer((day) => indices.get(day) ?? '', ports);
  for await (const event of lakeEvents(ports.lake, days, lateDays)) {
    await indexer.add(event);
    ports.progress.taken();
  }
  await indexer.flush();
  ports.progress.end();

  const reports = days.map((day) => ({
    day,
    before: before.get(day) ?? 0,
    carried: carried.get(day) ?? 0,
    ...(indexer.counts.get(day) ?? noCounts),
  }));
  for (const report of reports) await checkDay(report, indices.get(report.day) ?? '', options, ports);
  for (const { day } of reports.filter(isEmptyDay)) indices.delete(day);
  if (indices.size > 0) await ports.swap(indices);
  // Those of empty days.
  await ports.removeLeftovers(days);
  const removed = await ports.deleteElsewhere(range, [...indices.values()]);
  return { days: reports, removed, refused: indexer.refused, faults: [] };
}

function rangeOf(days: readonly string[]): TimeRange {
  const [first = '', last = first] = [days[0], days.at(-1)];
  return { from: `${first}T00:00:00.000Z`, before: `${dayAfter(last)}T00:00:00.000Z` };
}

/** What would be done: the lake is read, nothing is written. */
async function countLake(
  { days, lateDays, mayBeFewer }: Options,
  { lake, progress }: RebuildPorts,
  before: ReadonlyMap<string, number>,
): Promise<Report> {
  const read = new Map<string, number>();
  for await (const { day } of lakeEvents(lake, days, lateDays)) {
    read.set(day, (read.get(day) ?? 0) + 1);
    progress.taken();
  }
  progress.end();
  const reports = days.map((day) => ({
    ...noCounts,
    day,
    before: before.get(day) ?? 0,
    carried: 0,
    read: read.get(day) ?? 0,
  }));
  const faults = reports.flatMap((report) => dayFault(report, report.read, { mayBeFewer }) ?? []);
  return { days: reports, removed: 0, refused: [], faults };
}

/** @throws Error when the new index lacks something, so that it must not take the place of the old one */
async function checkDay(report: DayReport, index: string, options: Options, ports: RebuildPorts): Promise<void> {
  const { indexed, refused, carried } = report;
  const fault = dayFault(report, indexed + refused, options);
  if (fault) throw new Error(`${fault} Nothing was changed.`);
  const found = await ports.countOf(index);
  // A request that was sent twice because its answer was lost counts its documents as repeats.
  if (found >= indexed + carried) return;
  throw new Error(`${index}: expected ${indexed + carried} documents, found ${found}. Nothing was changed.`);
}
