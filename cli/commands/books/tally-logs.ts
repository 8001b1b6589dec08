import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Account, hourOf, stageOf } from '../../../lib/books/counts.js';
import { stageAccounts } from '../../../lib/books/hops.js';
import { readLines } from '../../target/read-log-lines.js';
import { addCounts, type Hours, type Tally } from './add-counts.js';

/** A line that the functions' metrics write: "CloudWatch embedded metric format". */
interface MetricLine extends Readonly<Record<string, unknown>> {
  readonly _aws: { readonly Timestamp: number };
  readonly stage: string;
}

interface LogTally {
  /** Where the first line begins that isn't counted yet. */
  next: number;
  /** Lines before it. */
  lines: number;
  readonly hours: Hours;
  readonly unreadable: string[];
}

/** A log only grows, so what is counted of it needn't be read again. */
const tallies = new Map<string, LogTally>();

/** What the stages counted, by the metrics in their logs. Of each log only sums are kept. */
export function tallyLogs(logFolder: string): Tally {
  const all: Hours = new Map();
  const files = existsSync(logFolder) ? readdirSync(logFolder).filter((name) => name.endsWith('.log')) : [];
  const tallied = files.map((name) => tallyLog(join(logFolder, name)));
  for (const { hours } of tallied) for (const [hour, counts] of hours) addCounts(all, hour, counts);
  return { hours: all, unreadable: tallied.flatMap(({ unreadable }) => unreadable) };
}

function tallyLog(file: string): Tally {
  const known = tallies.get(file);
  const isSame = known && known.next <= statSync(file).size;
  // `npm run reset` and a new start: another log under the same name.
  const tally: LogTally = isSame ? known : { next: 0, lines: 0, hours: new Map(), unreadable: [] };
  for (const { text, next } of readLines(file, tally.next)) {
    tally.lines++;
    const line = text.startsWith('{"_aws"') ? parse(text) : undefined;
    if (line) addLine(tally.hours, line);
    else if (text.startsWith('{"_aws"')) {
      tally.unreadable.push(`${file}, line ${tally.lines}: expected a line of metrics, found ${text.slice(0, 60)}`);
    }
    tally.next = next;
  }
  tallies.set(file, tally);
  return tally;
}

function parse(text: string): MetricLine | undefined {
  try {
    const line = JSON.parse(text) as MetricLine;
    return Number.isFinite(line._aws?.Timestamp) ? line : undefined;
  } catch {
    // Told of by the caller; a worker that was killed may leave half a line.
    return undefined;
  }
}

/** Stage → its accounts, each with the metric that keeps it. */
const accountsOf = new Map<string, { readonly account: Account; readonly metric: string }[]>();
for (const account of stageAccounts) {
  const stage = stageOf(account);
  const own = accountsOf.get(stage) ?? [];
  accountsOf.set(stage, [...own, { account, metric: account.slice(stage.length + 1) }]);
}

function addLine(hours: Hours, line: MetricLine): void {
  const counts: Record<Account, number> = {};
  for (const { account, metric } of accountsOf.get(line.stage) ?? []) {
    // A list where a metric was added more than once before the line was written.
    const value = line[metric] as number | number[] | undefined;
    if (value !== undefined) counts[account] = [value].flat().reduce((sum, one) => sum + one, 0);
  }
  if (Object.keys(counts).length > 0) addCounts(hours, hourOf(line._aws.Timestamp), counts);
}
