import type { Series } from '../books/stage-series.js';
import type { TrafficHours } from '../config/traffic-hours.js';
import type { SunstreamConfig } from '../config/types.js';

/** What a rule is about; the stack has one resource or several of each kind. */
export type TargetKind =
  | 'api'
  | 'authorizer'
  | 'bucket'
  | 'consumer'
  | 'exhaustRuns'
  | 'failedBook'
  | 'firehose'
  | 'function'
  | 'hop'
  | 'machine'
  | 'searchDelivery'
  | 'searchDomain'
  | 'searchFunction'
  | 'service'
  | 'sessions'
  | 'sessionsDaily'
  | 'stage'
  | 'stageTable'
  | 'stream'
  | 'table'
  | 'traffic'
  | 'worker';

/** One resource that a rule watches. */
export interface Target {
  /** Part of the alarm's construct id, such as `Dedup`. */
  readonly id: string;
  /** As an operator calls it, such as `dedup`. */
  readonly name: string;
  /** Dimensions of its metrics. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Those of a consumer's event source mapping. */
  readonly mapping?: Readonly<Record<string, string>>;
  /** Those of the stream that a consumer reads. */
  readonly reads?: Readonly<Record<string, string>>;
  /** Of a hop or the failed book: the stages that the stack has. */
  readonly stages?: readonly string[];
  /** Of what counts by itself: the stack that its own metrics are of. */
  readonly stack?: string;
  /** Of a table: what its users call, as DynamoDB's metrics name it. */
  readonly operations?: readonly string[];
  /** Of the traffic: when some must come. */
  readonly hours?: TrafficHours;
  /** Of a domain: MiB of disk a node. */
  readonly diskMiB?: number;
  /** Of a function: how long an invocation may take. */
  readonly timeoutMs?: number;
}

/** What an alarm measures: one metric, or an expression over several. */
export interface Measure {
  readonly series: Readonly<Record<string, Series>>;
  readonly expression?: string;
  /** Expressions that others name by these ids, each after those that it names. */
  readonly steps?: Readonly<Record<string, string>>;
}

/** A row of the alarm table: makes one alarm for each of its targets, and one chapter of docs/runbook.md. */
export interface AlarmRule {
  /** Part of the alarm's construct id, and the anchor in the runbook. */
  readonly id: string;
  readonly title: string;
  /** `now`: somebody is woken. `today`: somebody looks at it in working hours. */
  readonly severity: 'now' | 'today';
  readonly on: TargetKind;
  readonly measure: (target: Target) => Measure;
  /** What is measured, in words. */
  readonly measures: string;
  /** The alarm goes off above it. */
  readonly threshold: (config: SunstreamConfig) => number;
  readonly unit: string;
  readonly periodMinutes: number;
  /** Periods that are looked at. */
  readonly periods: number;
  /** How many of these are above the threshold when it goes off; absent, all. */
  readonly breaching?: number;
  /**
   * `notBreaching` where a metric comes only with traffic or trouble. `ignore` leaves the alarm as it is: only for a
   * metric that comes as long as the resource is there, or the alarm stays on for ever.
   */
  readonly missing: 'notBreaching' | 'ignore';
  /** Whether a stage that watches the data alone (`alarms.watch`) goes without it. */
  readonly isBesides?: true;
  readonly means: string;
  readonly look: readonly string[];
  readonly mend: readonly string[];
  readonly over: string;
}
