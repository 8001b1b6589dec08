import { totalOf } from '../../../lib/books/counts.js';
import type { RunningInfo } from '../../../local/disk/state-folder.js';
import { replayedEvents } from '../../target/read-lake.js';
import { printUnreadable } from '../../terminal/print-unreadable.js';
import { tallyLake } from '../books/tally-lake.js';
import { tallyLogs } from '../books/tally-logs.js';

/** received = stored + duplicate + failed, once all has come through. */
export interface Books {
  /** By ingest's own metric: events of batches that were answered with 200. */
  readonly received: number;
  /** Lines of `telemetry/` that were received. */
  readonly stored: number;
  /** By dedup's own metric. */
  readonly duplicate: number;
  /** Lines of `failed/`, less those that were replayed: they stand in `stored` or `duplicate` now. */
  readonly failed: number;
  /** Lines of `telemetry/` that enrich made out of stored ones; outside the equation, since nobody sent them. */
  readonly generated: number;
  /** What could not be read, and so is in no count: file, line where there is one, and why. */
  readonly unreadable: readonly string[];
}

type Count = Exclude<keyof Books, 'unreadable'>;

/** Counts what lies in the state folder: files in S3, and the metrics that the functions logged. */
export function readBooks(info: RunningInfo): Books {
  const [logs, lake, replayed] = [tallyLogs(info.logFolder), tallyLake(info), replayedEvents(info)];
  const counts = totalOf([...logs.hours.values(), ...lake.hours.values()]);
  return {
    received: counts['ingest.received'] ?? 0,
    stored: counts['lake.stored'] ?? 0,
    duplicate: counts['dedup.duplicate'] ?? 0,
    failed: (counts['lake.failed'] ?? 0) - replayed.events,
    generated: counts['lake.generated'] ?? 0,
    unreadable: [...logs.unreadable, ...lake.unreadable, ...replayed.unreadable],
  };
}

export function areBalanced({ received, stored, duplicate, failed }: Omit<Books, 'generated' | 'unreadable'>): boolean {
  return received === stored + duplicate + failed;
}

/** What came between two counts; what can't be read is said of both. */
export function booksSince(before: Books, after: Books): Books {
  const less = (key: Count) => after[key] - before[key];
  return {
    received: less('received'),
    stored: less('stored'),
    duplicate: less('duplicate'),
    failed: less('failed'),
    generated: less('generated'),
    unreadable: after.unreadable,
  };
}

/** The books as a person reads them: a line a count, and the equation. What is generated is named where there is any. */
export function printBooks(books: Books): string {
  const { received, stored, duplicate, failed, generated, unreadable } = books;
  const sign = areBalanced(books) ? '=' : '≠';
  return `
  received   ${received}
  stored     ${stored}
  duplicate  ${duplicate}
  failed     ${failed}

  ${received} ${sign} ${stored} + ${duplicate} + ${failed}
${
  generated > 0
    ? `
  generated  ${generated}, besides: SHARE_ITEMs of stored SHAREs
`
    : ''
}${printUnreadable(unreadable).join('\n')}`;
}
