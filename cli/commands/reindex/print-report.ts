import { alignColumns } from '../../terminal/align-columns.js';
import type { DayReport } from './day-report.js';
import type { Options } from './options.js';
import type { Report } from './rebuild-days.js';

/** Refused documents that are named. */
const maxNamed = 10;

const columns: Readonly<Record<string, (day: DayReport) => string | number>> = {
  'day (UTC)': ({ day }) => day,
  'in the index before': ({ before }) => before,
  'lines in the lake': ({ read }) => read,
  'indexed now': ({ indexed }) => indexed,
  repeats: ({ repeats }) => repeats,
  'mids of two': ({ collisions }) => collisions,
  refused: ({ refused }) => refused,
  'of other days': ({ carried }) => carried,
};

/** Columns of what a dry run knows. */
const counted = 3;

/** What a rebuild did, as a person reads it. */
export function printReport(
  { days, removed, refused, faults }: Report,
  { isDryRun }: Pick<Options, 'isDryRun'>,
): string {
  const shown = Object.entries(columns).slice(0, isDryRun ? counted : undefined);
  const rows = days.map((day) => shown.map(([, cellOf]) => String(cellOf(day))));
  const lines = alignColumns([shown.map(([name]) => name), ...rows]);
  const stopped = faults.map((fault) => `it would be stopped: ${fault}`);
  if (isDryRun) return `${[...lines, '', ...stopped, 'nothing was changed (--dry-run)'].join('\n')}\n`;
  const named = refused.slice(0, maxNamed).map(({ mid, reason }) => `refused: ${mid}: ${reason}`);
  const more = refused.length > maxNamed ? [`… and ${refused.length - maxNamed} more`] : [];
  const moved =
    removed > 0 ? [`${removed} documents of these days lay in the indices of others, and are gone there`] : [];
  return `${[...lines, '', ...moved, ...named, ...more, 'the days are swapped in'].join('\n')}\n`;
}
