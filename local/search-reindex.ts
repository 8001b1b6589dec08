import { runCommand } from './command.js';
import { openLake } from './reindex/open-lake.js';
import { openSearch } from './reindex/open-search.js';
import { help, readOptions } from './reindex/options.js';
import { printReport } from './reindex/print-report.js';
import { makeProgress } from './reindex/progress.js';
import { rebuildDays } from './reindex/rebuild-days.js';

/** `npm run search:reindex -- --from DAY --to DAY`: days of the index, built again from the lake. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env, Date.now());
  if (!options) {
    process.stdout.write(help);
    return 0;
  }
  if (options.isToday) console.error('--today: what is written to the index of today meanwhile may be lost from it.');
  const ports = { lake: openLake(options), ...(await openSearch(options)), progress: makeProgress() };
  const report = await rebuildDays(options, ports);
  process.stdout.write(printReport(report, options));
  return report.refused.length > 0 ? 2 : 0;
}

runCommand(main);
