import type { EmittingStack } from './emitting-stack.js';
import type { Minute } from './timeline.js';

/** What the resource with that id's begin says of a minute. */
export type Say = (stack: EmittingStack, minute: Minute, of: string) => void;

/** A fault that an alarm is for: what the stack says before, during and after it, and how soon the alarm tells. */
export interface Scenario {
  /** Goes on from "while …". */
  readonly fault: string;
  /** Targets of the rule's alarms, as in their ids → what the scenario is played on. */
  readonly on: Readonly<Record<string, string>>;
  readonly well: Say;
  readonly ill: Say;
  /** First minute of the fault, and the first one after it. */
  readonly from: Minute;
  readonly to: Minute;
  /** Minutes from its begin until the alarm is on, and from its end until it is off. */
  readonly alarmWithin: number;
  readonly okWithin: number;
  /** Over in a moment: the alarm is off before anybody mends anything. */
  readonly isMoment?: true;
  /** Minutes between two looks; 1 where the fault is one of hours. */
  readonly step?: number;
  /** ISO 8601, minute 0; a Monday. */
  readonly begin?: string;
}

/** A scenario of two hours' well-being and three hours' fault. */
export const aFault = (scenario: Omit<Scenario, 'from' | 'to'> & Partial<Scenario>): Scenario => ({
  from: 120,
  to: 300,
  ...scenario,
});

/** A scenario of one bad minute. */
export const aMoment = (scenario: Omit<Scenario, 'from' | 'to' | 'isMoment'>): Scenario => ({
  from: 120,
  to: 121,
  isMoment: true,
  ...scenario,
});

export const nothing: Say = () => {};

const same = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));
export const stages = same('Dedup', 'Enrich');
export const functions = { Ingest: 'IngestFunction', Dedup: 'DedupFunction', Enrich: 'EnrichFunction' };
