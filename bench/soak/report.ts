import { type FaultKind, kindNames } from '../../local/faults/kinds.js';
import type { Progress } from './course.js';
import { judgeGrowth } from './judge-growth.js';
import type { SoakResult, SoakSettings } from './run-soak.js';

/** From so many events on, memory is judged: before, heaps are still growing to their size. */
const longEnough = 200_000;
/** From so many events on there must be at least as many faults of each kind. */
const [fullLength, leastFaults] = [1_000_000, 1_000];
const number = (value: number) => Math.round(value).toLocaleString('en');

export function progressLine({ posted, found, share, faults, memory, ms }: Progress): string {
  const rate = number((found / Math.max(1, ms)) * 1_000);
  return `${String(Math.floor(share * 100)).padStart(3)} %  ${number(posted)} posted, ${number(found)} in the lake, ${number(faults)} faults, ${rate} events/s, runner ${number(memory)} MiB`;
}

/** What makes a soak fail, a line each; none when all is well. */
export function problemsOf({ findings, faults, memory, judgement }: SoakResult, { events }: SoakSettings): string[] {
  const few = events >= fullLength ? kindNames.filter((kind) => faults[kind] < leastFaults) : [];
  const none = kindNames.filter((kind) => faults[kind] === 0);
  const { middle, last, hasGrown } = judgeGrowth(memory);
  return [
    ...findings.map(({ kind, count, examples }) => `${kind}: ${count}, such as\n    ${examples.join('\n    ')}`),
    ...(judgement.sent.original === 0 ? ['nothing was sent'] : []),
    ...[...new Set([...few, ...none])].map((kind) => `too few faults of the kind ${kind}: ${faults[kind]}`),
    ...(events >= longEnough && hasGrown ? [`memory grew from ${number(middle)} to ${number(last)} MiB`] : []),
  ];
}

/** The table of a soak. */
export function printReport(
  { judgement, faults, refusals, ms, memory, peakMemory }: SoakResult,
  events: number,
): string {
  const { sent, stored, failed, lost, storedTwice, extraLines, unexplained, extraFailed, generated } = judgement;
  const { middle, last } = judgeGrowth(memory);
  const rows: [string, string][] = [
    ['events sent', number(events)],
    ['  distinct', number(sent.original + sent.collision)],
    ['  under a mid that another event has', number(sent.collision)],
    ['  duplicates', number(sent.duplicate)],
    ['  invalid', number(sent.invalid)],
    ['lost', number(lost)],
    ['stored', number(stored)],
    ['stored twice', `${number(storedTwice)} events, ${number(extraLines)} lines`],
    ['  by a fault inside the documented window', number(extraLines - unexplained)],
    ['  unexplained', number(unexplained)],
    ['failed', `${number(failed)}, and ${number(extraFailed)} lines again`],
    ['SHARE_ITEMs', number(generated)],
    ...kindNames.map((kind: FaultKind): [string, string] => [`faults: ${kind}`, number(faults[kind])]),
    ['answers that made clients try again', answersOf(refusals)],
    ['duration', `${number(ms / 1_000)} s, ${number((events / ms) * 1_000)} events/s`],
    ["runner's memory, peak", `${number(peakMemory)} MiB`],
    ['  median of the middle and the last third', `${number(middle)} and ${number(last)} MiB${verdictOn(events)}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const books = `sent ${number(events)} ${events === stored + sent.duplicate + failed ? '=' : '≠'} ${number(stored)} in telemetry/ + ${number(sent.duplicate)} sent again + ${number(failed)} in failed/`;
  return `${rows.map(([name, value]) => `  ${name.padEnd(width)}${value}`).join('\n')}\n\n  ${books}`;
}

function answersOf(refusals: Readonly<Record<string, number>>): string {
  const found = Object.entries(refusals).map(([answer, count]) => `${answer} ${number(count)} times`);
  return found.join(', ') || 'none';
}

function verdictOn(events: number): string {
  return events >= longEnough ? '' : ` (not judged below ${number(longEnough)} events)`;
}
