import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failedEvents, generatedEvents, storedEvents } from './read-lake.js';
import type { RunningInfo } from './state-folder.js';

/** received = stored + duplicate + failed, once all has come through. */
export interface Books {
  /** By ingest's own metric: events of batches that were answered with 200. */
  readonly received: number;
  /** Lines of `telemetry/` that were received. */
  readonly stored: number;
  /** By dedup's own metric. */
  readonly duplicate: number;
  /** Lines of `failed/`. */
  readonly failed: number;
  /** Lines of `telemetry/` that enrich made out of stored ones; outside the equation, since nobody sent them. */
  readonly generated: number;
}

/** Counts what lies in the state folder: files in S3, and the metrics that the functions logged. */
export function readBooks(info: RunningInfo): Books {
  return {
    received: sumMetric(info, 'ingest', 'received'),
    stored: storedEvents(info).length,
    duplicate: sumMetric(info, 'dedup', 'duplicate'),
    failed: failedEvents(info).length,
    generated: generatedEvents(info).length,
  };
}

export function areBalanced({ received, stored, duplicate, failed }: Omit<Books, 'generated'>): boolean {
  return received === stored + duplicate + failed;
}

/** What came between two counts. */
export function booksSince(before: Books, after: Books): Books {
  const less = (key: keyof Books) => after[key] - before[key];
  return {
    received: less('received'),
    stored: less('stored'),
    duplicate: less('duplicate'),
    failed: less('failed'),
    generated: less('generated'),
  };
}

/** The books as a person reads them: a line a count, and the equation. What is generated is named where there is any. */
export function printBooks(books: Books): string {
  const { received, stored, duplicate, failed, generated } = books;
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
}`;
}

/** Sum of a metric over the EMF lines of a function's log. */
function sumMetric({ logFolder }: RunningInfo, stage: string, metric: string): number {
  const file = join(logFolder, `${stage}-function.log`);
  if (!existsSync(file)) return 0;
  const text = readFileSync(file, 'utf8');
  // The last line may be half written.
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line.startsWith('{"_aws"'));
  return lines.reduce((sum, line) => sum + ((JSON.parse(line) as Record<string, number>)[metric] ?? 0), 0);
}
