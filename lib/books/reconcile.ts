import { type Counts, hourMs, hourOf, type Ledger, stageOf, sumOf, totalOf } from './counts.js';
import { type Hop, hops } from './hops.js';

/** What the books say of a hop. */
export type Verdict =
  | { readonly kind: 'balanced' }
  /** In the newest hours, or from before the first one; the next hour gives it back. */
  | { readonly kind: 'under way'; readonly events: number }
  /** Events that are missing behind the hop; below zero, events that are there too often. `since` is an hour. */
  | { readonly kind: 'differs'; readonly events: number; readonly since: number }
  /** Nothing is known of one of its sides. */
  | { readonly kind: 'not compared'; readonly unknown: readonly string[] };

export interface HopVerdict {
  readonly hop: Hop;
  readonly verdict: Verdict;
}

/** Hours that an event may be under way: the newest ones don't say that it is lost. */
const patienceHours = 2;
/** Hours after which a difference that was there all the time is none of traffic that goes on. */
const outlastingHours = 6;

/** One verdict a hop, in the order of the hops. A hop that no event ever took is left out, and one to a stage that isn't there. */
export function reconcile(ledger: Ledger): HopVerdict[] {
  const total = totalOf([ledger.before, ...ledger.hours.values()]);
  return hops
    .filter(({ from, to, onlyWith }) => sumOf(total, onlyWith === undefined ? [...from, ...to] : to) > 0)
    .map((hop) => ({ hop, verdict: judgeHop(hop, ledger) }));
}

/** Whether some hop differs. */
export const isOff = (verdicts: readonly HopVerdict[]): boolean =>
  verdicts.some(({ verdict }) => verdict.kind === 'differs');

function judgeHop(hop: Hop, ledger: Ledger): Verdict {
  const unknown = ledger.unknown.filter((stage) => [...hop.from, ...hop.to].some((name) => stageOf(name) === stage));
  const lacks = (side: Hop['from']) => side.every((account) => unknown.includes(stageOf(account)));
  if (lacks(hop.from) || lacks(hop.to)) return { kind: 'not compared', unknown };

  const hours = hoursOf(ledger);
  const sent = hours.map((hour) => sumOf(ledger.hours.get(hour) ?? {}, hop.from));
  const running = runningDifference(hop, hours, ledger.hours);
  const allowed = ledger.tolerance * sent.reduce(add, 0);
  const last = running.at(-1) ?? 0;

  const settled = settledDifference(hop, { running, sent, before: sumOf(ledger.before, hop.from) });
  if (Math.abs(settled) > allowed) {
    return { kind: 'differs', events: settled, since: hours[startOf(running, settled, allowed)] ?? ledger.since };
  }
  return Math.abs(last) > allowed ? { kind: 'under way', events: last } : { kind: 'balanced' };
}

/** Each hour of the range, those without traffic too: that nothing more comes is what shows that something is lost. */
function hoursOf({ since, until }: Ledger): number[] {
  const first = hourOf(since);
  const count = Math.max(1, Math.ceil((until - first) / hourMs));
  return Array.from({ length: count }, (_, index) => first + index * hourMs);
}

/** After each hour, how many more were sent than came, since the begin. */
function runningDifference(hop: Hop, hours: readonly number[], counts: ReadonlyMap<number, Counts>): number[] {
  let difference = 0;
  return hours.map((hour) => {
    const counted = counts.get(hour) ?? {};
    difference += sumOf(counted, hop.from) - sumOf(counted, hop.to);
    return difference;
  });
}

interface Course {
  /** Differences after each hour. */
  readonly running: readonly number[];
  /** Sent in each hour. */
  readonly sent: readonly number[];
  /** Sent in the hour before the first one. */
  readonly before: number;
}

/**
 * The part of a difference that time doesn't explain. What is too many may have been under way at the begin. What is
 * missing may be under way, if it was sent in the hours right before; or it is what is always under way while traffic
 * goes on, if it is no more than comes in the usual minutes.
 */
function settledDifference({ minutes }: Hop, { running, sent, before }: Course): number {
  const last = running.at(-1) ?? 0;
  if (minutes === 0) return last;
  if (last < 0) return Math.min(0, last + before);
  const sentLately = (at: number) => sent.slice(Math.max(0, at - patienceHours + 1), at + 1).reduce(add, 0);
  const tooOld = running.map((difference, at) => difference - sentLately(at));
  const usual = running.map((difference, at) => difference - Math.ceil(((sent[at] ?? 0) * minutes) / 60));
  const outlasting = running.length > outlastingHours ? Math.min(...usual.slice(-outlastingHours - 1)) : 0;
  return Math.max(0, outlasting, keptSince(tooOld, running));
}

const add = (sum: number, count: number): number => sum + count;

/** The most that was too old at some hour and has not come in any later one. */
function keptSince(tooOld: readonly number[], running: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let at = running.length - 1; at >= 0; at--) {
    least = Math.min(least, running[at] ?? 0);
    most = Math.max(most, Math.min(tooOld[at] ?? 0, least));
  }
  return most;
}

/** Index of the hour since which the difference has always been there. */
function startOf(running: readonly number[], settled: number, allowed: number): number {
  const isThere = (difference: number) => difference * Math.sign(settled) > allowed;
  return running.findLastIndex((difference) => !isThere(difference)) + 1;
}
