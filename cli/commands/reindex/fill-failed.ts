import type { Client } from '@opensearch-project/opensearch';
import { alignColumns } from '../../terminal/align-columns.js';
import { type FailedDayReport, type FailedReport, indexFailedDays } from './index-failed-days.js';
import type { Lake } from './lake-events.js';
import type { Options } from './options.js';
import { makeProgress } from './progress.js';
import { failedPorts } from './search/failed-ports.js';

const columns: Readonly<Record<string, (day: FailedDayReport) => string | number>> = {
  'day (folder)': ({ day }) => day,
  objects: ({ objects }) => objects,
  'in the index before': ({ before }) => before,
  'failed events': ({ indexed, refused }) => indexed + refused,
  refused: ({ refused }) => refused,
  'broken objects': ({ broken }) => broken,
};

/** Indexes failed events of some days. @returns the exit code */
export async function fillFailed(options: Options, lake: Lake, client: Client): Promise<number> {
  const ports = { lake, ...failedPorts(client), progress: makeProgress('objects of failed/', 1_000) };
  const report = await indexFailedDays(options, ports);
  process.stdout.write(printFailedReport(report, options));
  return report.days.some(({ refused, broken }) => refused + broken > 0) ? 2 : 0;
}

/** What was indexed, as a person reads it. */
export function printFailedReport({ days, broken }: FailedReport, { isDryRun }: Pick<Options, 'isDryRun'>): string {
  const rows = days.map((day) => Object.values(columns).map((cellOf) => String(cellOf(day))));
  const named = broken.map((key) => `broken: ${key}: no whole gzip; what is whole of it counts`);
  const done = isDryRun ? 'nothing was changed (--dry-run)' : 'what was not refused stands in the index';
  return `${[...alignColumns([Object.keys(columns), ...rows]), '', ...named, done].join('\n')}\n`;
}
