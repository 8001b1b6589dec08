import { kindOf } from '../shared/telemetry/describe-value.js';
import type { TelemetryEvent } from '../shared/telemetry/types.js';

export type Scalar = string | number | boolean | null;
/** One of these values. */
export interface AnyOf {
  readonly anyOf: readonly Scalar[];
}
/** What a step expects in a place of an event; an object or an array may hold more than is expected of it. */
export type Expected = Scalar | AnyOf | readonly Expected[] | { readonly [key: string]: Expected };
/** Part of an event: an event that contains all of it matches. */
export interface PartialEvent {
  readonly eid: string;
  readonly [key: string]: Expected;
}

export interface PlanStep {
  readonly step: string;
  readonly event: PartialEvent;
}

/** A documented flow of events, as `tracking-plans/<name>.json` says it. */
export interface TrackingPlan {
  readonly name: string;
  readonly steps: readonly PlanStep[];
}

/** The step that an event is. */
export interface PlanStamp {
  readonly name: string;
  readonly step: string;
}

type Matches = (value: unknown) => boolean;

/**
 * Compiles plans to a function that names the step of an event. Of several steps that match, the one with the most
 * conditions is meant; `npm run plans:check` sees to it that there is never more than one such.
 */
export function compilePlans(plans: readonly TrackingPlan[]): (event: TelemetryEvent) => PlanStamp | undefined {
  const byEid = new Map<unknown, { stamp: PlanStamp; matches: Matches; conditions: number }[]>();
  for (const { name, steps } of plans) {
    for (const { step, event } of steps) {
      const { eid, ...rest } = event;
      const ofEid = byEid.get(eid) ?? [];
      byEid.set(eid, ofEid);
      ofEid.push({ stamp: { name, step }, matches: compile(rest), conditions: countConditions(event) });
    }
  }
  for (const ofEid of byEid.values()) ofEid.sort((a, b) => b.conditions - a.conditions);
  return (event) => byEid.get(event.eid)?.find(({ matches }) => matches(event))?.stamp;
}

/** How specific an expectation is: the number of values that it names. */
export function countConditions(expected: Expected): number {
  if (typeof expected !== 'object' || expected === null || isAnyOf(expected)) return 1;
  return Object.values(expected).reduce((sum: number, inner: Expected) => sum + countConditions(inner), 0);
}

export function isAnyOf(expected: Expected): expected is AnyOf {
  return kindOf(expected) === 'object' && Array.isArray((expected as AnyOf).anyOf);
}

function compile(expected: Expected): Matches {
  if (typeof expected !== 'object' || expected === null) return (value) => value === expected;
  if (isAnyOf(expected)) {
    const values: ReadonlySet<unknown> = new Set(expected.anyOf);
    return (value) => values.has(value);
  }
  if (isList(expected)) {
    const elements = expected.map(compile);
    return (value) => Array.isArray(value) && elements.every((matches) => value.some(matches));
  }
  const entries = Object.entries(expected).map(([key, inner]) => ({ key, matches: compile(inner) }));
  // What tells steps apart is in their edata mostly, so it is looked at first.
  entries.sort((a, b) => Number(b.key === 'edata') - Number(a.key === 'edata'));
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    entries.every(({ key, matches }) => matches((value as Record<string, unknown>)[key]));
}

/** `Array.isArray` does not narrow a readonly array. */
export function isList(expected: Expected): expected is readonly Expected[] {
  return Array.isArray(expected);
}
