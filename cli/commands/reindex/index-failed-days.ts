import { type Indexed, type IndexPorts, indexObject } from '../../../lambdas/index-failed/index-object.js';
import type { Lake } from './lake-events.js';
import type { Options } from './options.js';

export interface FailedPorts extends Pick<IndexPorts, 'put'> {
  readonly lake: Lake;
  /** How many documents `failed-*` holds of the objects whose keys begin so. */
  countOf(prefix: string): Promise<number>;
  /** Told of each object that is read. */
  readonly progress: { taken(): void; end(): void };
}

export interface FailedDayReport extends Indexed {
  /** Of the folders. */
  readonly day: string;
  /** Documents of its objects that were in the index before. */
  readonly before: number;
  readonly objects: number;
}

export interface FailedReport {
  readonly days: readonly FailedDayReport[];
  /** Keys of objects that are no whole gzip. */
  readonly broken: readonly string[];
}

/**
 * Indexes the objects of the failed book of some days, as index-failed does, under the same ids: what is in the index
 * already is written over by the same. A dry run only counts.
 *
 * @throws Error when the lake or OpenSearch can't do its work; what is indexed stays, and it may be run again
 */
export async function indexFailedDays(
  { days, isDryRun }: Pick<Options, 'days' | 'isDryRun'>,
  { lake, put, countOf, progress }: FailedPorts,
): Promise<FailedReport> {
  const ports: IndexPorts = {
    open: (key) => lake.open(key),
    put: isDryRun ? async () => ({ refused: 0 }) : put,
  };
  const reports: FailedDayReport[] = [];
  const broken: string[] = [];
  for (const day of days) {
    const prefix = `failed/dt=${day}/`;
    const counts = { objects: 0, indexed: 0, refused: 0, broken: 0 };
    const before = await countOf(prefix);
    for await (const key of lake.list(prefix)) {
      const outcome = await indexObject(key, ports);
      if (outcome.broken > 0) broken.push(key);
      counts.objects++;
      for (const name of ['indexed', 'refused', 'broken'] as const) counts[name] += outcome[name];
      progress.taken();
    }
    reports.push({ day, before, ...counts });
  }
  progress.end();
  return { days: reports, broken };
}
