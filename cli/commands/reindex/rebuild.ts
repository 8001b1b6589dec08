import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Client } from '@opensearch-project/opensearch';
import type { Lake } from './lake-events.js';
import { searchPortsOf } from './open-search.js';
import type { Options } from './options.js';
import { printReport } from './print-report.js';
import { makeProgress } from './progress.js';
import { rebuildDays } from './rebuild-days.js';
import { takeLock } from './search/lock.js';

/** Signals that end a process in the middle, and their numbers. */
const signals = { SIGINT: 2, SIGTERM: 15 } as const;

/** Rebuilds days, no two runs at a time. @returns the exit code */
export async function rebuild(options: Options, lake: Lake, client: Client): Promise<number> {
  if (options.isToday && !options.isDryRun)
    console.error('--today: what is written to the index of today meanwhile may be lost from it.');
  const release = options.isDryRun ? async () => {} : await lock(options, client);
  try {
    const ports = { lake, ...searchPortsOf(client, randomBytes(4).toString('hex')), progress: makeProgress() };
    const report = await rebuildDays(options, ports);
    process.stdout.write(printReport(report, options));
    if (report.faults.length > 0) return 1;
    return report.refused.length > 0 ? 2 : 0;
  } finally {
    // What went wrong before is what must be told of.
    await release().catch((error: Error) => console.error(`the lock is left, for --unlock: ${error.message}`));
  }
}

async function lock({ days, isUnlocking }: Options, client: Client): Promise<() => Promise<void>> {
  const [from = '', to = from] = [days[0], days.at(-1)];
  const holder = { host: hostname(), pid: process.pid, at: new Date().toISOString(), from, to };
  const release = await takeLock(client, holder, isUnlocking);
  const ends = Object.entries(signals).map(([signal, number]) => {
    const end = () => void release().finally(() => process.exit(128 + number));
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  return async () => {
    for (const forget of ends) forget();
    await release();
  };
}
