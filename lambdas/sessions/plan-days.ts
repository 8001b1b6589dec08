import type { Query } from '../shared/exhaust/prepare-run.js';
import { queries } from '../shared/exhaust/queries.generated.js';
import { athenaLiteral } from '../shared/lake/athena-literal.js';
import { addDays, countDays, type Day, dayOf, isDay } from '../shared/lake/days.js';
import { windowOf } from './session-window.js';

/** What an execution is started with. Nothing: yesterday, and the days before it that late events may belong to. */
export interface PlanInput {
  /** First and last day to make; the last is the first's, or else yesterday. */
  readonly from?: string;
  readonly to?: string;
  /** In place of the stage's own. */
  readonly lateDays?: number;
}

export interface PlanSettings {
  readonly timeZone: string;
  /** Days after its own in which an event is waited for: so many days are made again, and so many more folders read. */
  readonly lateDays: number;
  /** Days that stored events are kept; `null` for ever. */
  readonly keepDays: number | null;
}

/** A day to make, and the query for its events. */
export interface PlannedDay {
  readonly run: { readonly day: Day };
  readonly query: Query;
}

export type Plan = { readonly days: readonly PlannedDay[] } | { readonly fault: string };

/** Days of an execution at most: "Step Functions quotas: 256 KiB of input or output", and a day has some 2.5 KiB here. */
export const maxDays = 92;
const maxLateDays = 366;
/** Folders before a day that may hold events of its sessions. */
const foldersBefore = 3;

/** The days of an execution with their queries, or why they can't be made, for who asked. */
export function planDays(input: PlanInput, { timeZone, keepDays, ...own }: PlanSettings, now: number): Plan {
  const today = dayOf(now, timeZone);
  const { from, to, lateDays = own.lateDays } = input;
  const fault = findFault({ ...input, lateDays }, today);
  if (fault !== undefined) return { fault };
  const yesterday = addDays(today, -1);
  const oldest = keepDays === null ? undefined : addDays(today, foldersBefore - keepDays);
  const last = to ?? from ?? yesterday;
  const first = from ?? latest(addDays(yesterday, -lateDays), oldest);
  // A day without its events would be made without sessions, in the place of the good file.
  if (oldest !== undefined && (first < oldest || last < oldest)) {
    const kept = `events are kept for ${keepDays} days (lake.keepDays.telemetry)`;
    return {
      fault: `from: expected a day whose events are all there, from ${oldest} on, found ${from ?? last}; ${kept}`,
    };
  }
  const days = Array.from({ length: countDays({ from: first, to: last }) }, (_, index) => addDays(first, index));
  if (days.length > maxDays) {
    return { fault: `${first} to ${last}: expected at most ${maxDays} days at a time, found ${days.length}` };
  }
  return { days: days.map((day) => ({ run: { day }, query: queryOf(day, lateDays, timeZone) })) };
}

/**
 * A folder is named after its oldest record, so that one of the day before may reach into the first day; and an event's
 * time may be half a day ahead of its arrival.
 */
function queryOf(day: Day, lateDays: number, timeZone: string): Query {
  const { starts } = windowOf(day, timeZone);
  const folders = [addDays(day, -foldersBefore), addDays(day, 1 + lateDays)];
  const [from, , own, next, to] = starts as readonly [number, number, number, number, number];
  return {
    queryString: queries['session-events'],
    executionParameters: [own, next, ...folders, from, to].map(athenaLiteral),
  };
}

const latest = (day: Day, other = day): Day => (other > day ? other : day);

function findFault({ from, to, lateDays }: PlanInput & { readonly lateDays: number }, today: Day): string | undefined {
  for (const [key, day] of Object.entries({ from, to })) {
    if (day === undefined) continue;
    if (typeof day !== 'string' || !isDay(day)) {
      return `${key}: expected a day such as ${today}, found ${JSON.stringify(day)?.slice(0, 40)}`;
    }
    if (day > today) return `${key}: expected a day that has begun, found ${day}; today is ${today}`;
  }
  if (from === undefined && to !== undefined) return `from: expected a day beside to ${to}, found none`;
  if (from !== undefined && to !== undefined && to < from) {
    return `to: expected a day not before from ${from}, found ${to}`;
  }
  if (Number.isInteger(lateDays) && lateDays >= 0 && lateDays <= maxLateDays) return undefined;
  return `lateDays: expected a whole number from 0 to ${maxLateDays}, found ${JSON.stringify(lateDays)}`;
}
