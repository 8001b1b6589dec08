import type { Account } from './counts.js';

/** Two sides that must be equal once all has come through. */
export interface Hop {
  readonly name: string;
  /** What went in … */
  readonly from: readonly Account[];
  /** … and what came out of it. */
  readonly to: readonly Account[];
  /** Minutes that events are usually on their way; 0 where one invocation counts both sides at once. */
  readonly minutes: number;
  /** A stage that not every stack has: as long as it has counted nothing, the hop is left out. */
  readonly onlyWith?: string;
}

/** "Firehose buffering hints: 0 to 900 seconds", and a minute to write. */
const lakeMinutes = 16;

const within = (stage: string, ...to: readonly string[]): Hop => ({
  name: stage,
  from: [`${stage}.received`],
  to: to.map((metric): Account => `${stage}.${metric}`),
  minutes: 0,
});

/** The way of an event, hop by hop. A hop may have several sources: replayed events enter dedup beside those of ingest. */
export const hops: readonly Hop[] = [
  within('ingest', 'forwarded', 'failed'),
  within('replay', 'forwarded'),
  {
    name: 'ingest → dedup',
    from: ['ingest.forwarded', 'replay.forwarded'],
    to: ['dedup.received'],
    minutes: 1,
  },
  within('dedup', 'forwarded', 'duplicate', 'failed'),
  { name: 'dedup → enrich', from: ['dedup.forwarded'], to: ['enrich.received'], minutes: 1 },
  within('enrich', 'forwarded', 'failed'),
  {
    name: 'enrich → telemetry/',
    from: ['enrich.forwarded', 'enrich.generated'],
    to: ['lake.telemetry'],
    minutes: lakeMinutes,
  },
  {
    name: 'enrich → search',
    from: ['enrich.forwarded', 'enrich.generated'],
    to: ['search.indexed', 'search.failed'],
    minutes: lakeMinutes,
    onlyWith: 'search',
  },
  {
    name: 'failed → failed/',
    from: ['ingest.failed', 'dedup.failed', 'enrich.failed'],
    to: ['lake.failed'],
    minutes: lakeMinutes,
  },
];

/** Every account that a stage keeps by a metric, in the order of the hops. */
export const stageAccounts: readonly Account[] = [
  ...new Set(hops.flatMap(({ from, to }) => [...from, ...to]).filter((account) => !account.startsWith('lake.'))),
];
