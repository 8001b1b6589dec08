/**
 * What is counted: `stage.metric`, such as `dedup.duplicate`. `lake.telemetry` and `lake.failed` are lines in S3; of an
 * event in several parts of `failed/`, the first counts.
 */
export type Account = `${string}.${string}`;

/** Account → how many. One that is absent counted nothing. */
export type Counts = Readonly<Record<Account, number>>;

/** Milliseconds of the hour that is the unit of the books. */
export const hourMs = 3_600_000;

/** The hour of a moment: epoch milliseconds of its begin, UTC. */
export const hourOf = (ms: number): number => Math.floor(ms / hourMs) * hourMs;

/** What was counted from one moment to another, hour by hour. */
export interface Ledger {
  /** Begin of an hour → what was counted in it; hours without traffic may be left out. */
  readonly hours: ReadonlyMap<number, Counts>;
  /** Begin of the first hour. */
  readonly since: number;
  /** End; hours up to here are over but for the one that it lies in. */
  readonly until: number;
  /** The hour before `since`: what was still under way then is in the books without having been sent in them. */
  readonly before: Counts;
  /** Share of a hop's events that counts may differ by: 0 where they are exact. */
  readonly tolerance: number;
  /** Stages, and `lake`, that nothing is known of: a hop from or to one of them is not compared. */
  readonly unknown: readonly string[];
}

export const sumOf = (counts: Counts, accounts: readonly Account[]): number =>
  accounts.reduce((sum, account) => sum + (counts[account] ?? 0), 0);

/** All counts of the hours in one. */
export function totalOf(hours: Iterable<Counts>): Counts {
  const total: Record<Account, number> = {};
  for (const counts of hours) {
    for (const [account, value] of Object.entries(counts) as [Account, number][]) {
      total[account] = (total[account] ?? 0) + value;
    }
  }
  return total;
}

/** Stage of an account. */
export const stageOf = (account: Account): string => account.slice(0, account.indexOf('.'));
