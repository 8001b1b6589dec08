import { type Account, type Counts, type Ledger, stageOf, sumOf, totalOf } from '../../../lib/books/counts.js';
import { stageAccounts } from '../../../lib/books/hops.js';
import type { HopVerdict, Verdict } from '../../../lib/books/reconcile.js';
import { alignColumns } from '../../terminal/align-columns.js';
import { printUnreadable } from '../../terminal/print-unreadable.js';

const lakeAccounts: readonly Account[] = ['lake.telemetry', 'lake.failed'];
const lakeNames: Readonly<Record<string, string>> = { 'lake.telemetry': 'telemetry/', 'lake.failed': 'failed/' };

/** A table of the hours, the equation, a line a hop, and what could not be read. */
export function printBooks(ledger: Ledger, verdicts: readonly HopVerdict[], unreadable: readonly string[]): string {
  return [printCounts(ledger, verdicts), ...printUnreadable(unreadable)].join('\n');
}

function printCounts(ledger: Ledger, verdicts: readonly HopVerdict[]): string {
  const total = totalOf(ledger.hours.values());
  const range = `${hourText(ledger.since)} to ${timeText(ledger.until)} UTC`;
  if (verdicts.length === 0) return `${range}: no event was counted.`;
  return [
    `${range}\n`,
    ...table(ledger, total),
    '',
    ...equation(total),
    '',
    ...alignColumns(
      verdicts.map(({ hop, verdict }) => [hop.name, describe[verdict.kind](verdict as never, { hop, verdict })]),
      'left',
    ),
  ].join('\n');
}

/** The same for programs. */
export function booksAsJson(ledger: Ledger, verdicts: readonly HopVerdict[], unreadable: readonly string[]): string {
  const time = (ms: number) => new Date(ms).toISOString();
  return JSON.stringify(
    {
      since: time(ledger.since),
      until: time(ledger.until),
      hours: [...ledger.hours].map(([hour, counts]) => ({ hour: time(hour), ...counts })),
      total: totalOf(ledger.hours.values()),
      hops: verdicts.map(({ hop: { name, from, to }, verdict }) => ({
        name,
        from,
        to,
        ...verdict,
        ...('since' in verdict && { since: time(verdict.since) }),
      })),
      unreadable,
    },
    null,
    2,
  );
}

function table({ hours }: Ledger, total: Counts): string[] {
  const isUsed = (account: Account) => stageAccounts.concat(lakeAccounts).some(ofStage(account, total));
  const columns = [...stageAccounts, ...lakeAccounts].filter(isUsed);
  const stages = columns.map((account, index) => {
    const stage = stageOf(account);
    return columns.findIndex((other) => stageOf(other) === stage) === index ? stage : '';
  });
  const names = columns.map((account) => lakeNames[account] ?? account.slice(stageOf(account).length + 1));
  const row = (counts: Counts) => columns.map((account) => String(counts[account] ?? 0));
  return alignColumns([
    ['', ...stages],
    ['hour (UTC)', ...names],
    ...[...hours].map(([hour, counts]) => [hourText(hour), ...row(counts)]),
    ['total', ...row(total)],
  ]);
}

/** Whether a stage that an account is of has counted anything. */
const ofStage = (account: Account, total: Counts) => (other: Account) =>
  stageOf(other) === stageOf(account) && (total[other] ?? 0) > 0;

function equation(total: Counts): string[] {
  const failedByStages = sumOf(total, ['ingest.failed', 'dedup.failed', 'enrich.failed']);
  const isLakeKnown = lakeAccounts.some((account) => account in total);
  const received = sumOf(total, ['ingest.received', 'replay.received']);
  const stored = (isLakeKnown ? total['lake.stored'] : total['enrich.forwarded']) ?? 0;
  const duplicate = total['dedup.duplicate'] ?? 0;
  const failed = isLakeKnown ? (total['lake.failed'] ?? 0) : failedByStages;
  const replayed = total['replay.received'] ?? 0;
  const generated = total['enrich.generated'] ?? 0;
  const sign = received === stored + duplicate + failed ? '=' : '≠';
  return [
    'received = stored + duplicate + failed',
    `${received} ${sign} ${stored} + ${duplicate} + ${failed}`,
    ...(replayed > 0 ? [`replayed ${replayed}, in received: events that left the failed book`] : []),
    ...(generated > 0 ? [`generated ${generated}, besides: SHARE_ITEMs of stored SHAREs`] : []),
  ];
}

type Of<K extends Verdict['kind']> = Extract<Verdict, { kind: K }>;

const describe: { readonly [K in Verdict['kind']]: (verdict: Of<K>, of: HopVerdict) => string } = {
  balanced: () => 'balanced',
  'under way': ({ events }) =>
    events > 0 ? `under way: ${events}` : `under way: ${-events} came from before the first hour`,
  differs: ({ events, since }, { hop: { from, to } }) =>
    `DIFFERS by ${Math.abs(events)} since ${hourText(since)}: ${to.join(' + ')} is ${
      events > 0 ? 'less' : 'more'
    } than ${from.join(' + ')}`,
  'not compared': ({ unknown }) => `not compared: no count of ${unknown.join(', ')} here, see docs/books.md`,
};

const timeText = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
const hourText = timeText;
