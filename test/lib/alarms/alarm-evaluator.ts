import { parseMath, type TimeSeries } from './metric-math.js';
import type { Metric, Minute, Timeline } from './timeline.js';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

interface MetricStat {
  readonly Metric: {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  };
  readonly Period: number;
  readonly Stat: string;
}

interface MetricQuery {
  readonly Id: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: MetricStat;
  readonly Expression?: string;
}

/** Properties of an `AWS::CloudWatch::Alarm`, as CloudFormation is given them. */
export interface AlarmProperties {
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly TreatMissingData?: string;
  readonly Metrics?: readonly MetricQuery[];
  readonly [key: string]: unknown;
}

const known = new Set([
  ...['ActionsEnabled', 'AlarmActions', 'AlarmDescription', 'AlarmName', 'ComparisonOperator', 'DatapointsToAlarm'],
  ...['Dimensions', 'EvaluationPeriods', 'MetricName', 'Metrics', 'Namespace', 'OKActions', 'Period', 'Statistic'],
  ...['Threshold', 'TreatMissingData'],
]);

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** The metrics that an alarm looks at. */
export function metricsOf(properties: AlarmProperties): Metric[] {
  return queriesOf(properties).flatMap(({ MetricStat: stat }) => (stat ? [nameOf(stat)] : []));
}

function queriesOf(properties: AlarmProperties): readonly MetricQuery[] {
  const { Metrics, Namespace, MetricName, Dimensions: dims, Period, Statistic } = properties;
  if (Metrics) return Metrics;
  const Metric = { Namespace, MetricName, Dimensions: dims } as MetricStat['Metric'];
  return [{ Id: 'value', ReturnData: true, MetricStat: { Metric, Period: Number(Period), Stat: String(Statistic) } }];
}

const nameOf = ({ Metric }: MetricStat): Metric => [
  Metric.Namespace,
  Metric.MetricName,
  Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
];

/** "AWS/DynamoDB: alarms ignore missing data, even if you choose a different option", at least by one page of two. */
const ignoresMissing = 'AWS/DynamoDB';

/**
 * An alarm by its own properties, after CloudWatch's "Alarm evaluation" and "How alarms treat missing data". Evaluated
 * at a minute, it looks at periods that end there; over more than a day, at those that end with the hour.
 */
export class SimulatedAlarm {
  private state: AlarmState = 'INSUFFICIENT_DATA';
  private readonly steps: readonly Step[];
  private readonly periodMinutes: number;
  private readonly treatMissing: string;
  private readonly breaches: (value: number, threshold: number) => boolean;

  /**
   * @param extra "CloudWatch attempts to retrieve a higher number of data points than Evaluation Periods", and does not
   *   say how many; its example has two more
   */
  constructor(
    private readonly properties: AlarmProperties,
    private readonly timeline: Timeline,
    private readonly extra = 0,
  ) {
    const odd = Object.keys(properties).filter((key) => !known.has(key));
    if (odd.length > 0) throw new Error(`alarm: expected properties that are simulated, found ${odd.join(', ')}.`);
    const queries = queriesOf(properties);
    this.periodMinutes = periodOf(queries);
    this.breaches =
      comparisons[properties.ComparisonOperator] ??
      refuse(`a comparison of ${Object.keys(comparisons).join(', ')}`, properties.ComparisonOperator);
    const usesDynamo = metricsOf(properties).some(([namespace]) => namespace === ignoresMissing);
    this.treatMissing = usesDynamo ? 'ignore' : (properties.TreatMissingData ?? 'missing');
    this.steps = inOrder(queries).map(({ Id, MetricStat: stat, Expression = '', ReturnData = true }) => ({
      id: Id,
      isReturned: ReturnData,
      ...(stat ? { read: timeline.reader(nameOf(stat), stat.Stat) } : { compute: parseMath(Expression) }),
    }));
  }

  /** Looks at what CloudWatch has at a minute. */
  evaluate(now: Minute): AlarmState {
    const { EvaluationPeriods: periods, DatapointsToAlarm: needed = periods, Threshold: threshold } = this.properties;
    const points = this.pointsAt(now).map((value) =>
      value === undefined ? undefined : this.breaches(value, threshold),
    );
    this.state = judge(points, { periods, needed, treatMissing: this.treatMissing, state: this.state });
    return this.state;
  }

  private pointsAt(now: Minute): TimeSeries {
    const { begin } = this.timeline;
    const minutes = this.periodMinutes;
    const count = this.properties.EvaluationPeriods + this.extra;
    const isOverDays = this.properties.EvaluationPeriods * minutes > 24 * 60;
    const end = isOverDays ? now - ((begin / 60 + now) % 60) : now;
    const starts = Array.from({ length: count }, (_, index) => end - minutes * (count - index));
    const series: Record<string, TimeSeries> = {};
    const scope = { series, starts: starts.map((at) => begin + at * 60) };
    let returned: TimeSeries = [];
    for (const { id, read, compute, isReturned } of this.steps) {
      const points = read ? starts.map((from) => read(from, from + minutes, now)) : (compute?.(scope) ?? []);
      series[id] = points;
      if (isReturned) returned = points;
    }
    return returned;
  }
}

/** A metric that is read, or an expression that is computed over those before it. */
interface Step {
  readonly id: string;
  readonly isReturned: boolean;
  readonly read?: ReturnType<Timeline['reader']>;
  readonly compute?: ReturnType<typeof parseMath>;
}

function refuse(expected: string, found: unknown): never {
  throw new Error(`alarm: expected ${expected}, found ${found}.`);
}

function periodOf(queries: readonly MetricQuery[]): number {
  const periods = new Set(queries.flatMap(({ MetricStat: stat }) => stat?.Period ?? []));
  const [seconds] = periods;
  if (periods.size === 1 && seconds !== undefined && seconds % 60 === 0) return seconds / 60;
  return refuse('one period of whole minutes', [...periods].join(', ') || 'none');
}

/** Metrics first, then each expression after those that it names. */
function inOrder(queries: readonly MetricQuery[]): MetricQuery[] {
  const done = queries.filter(({ Expression }) => Expression === undefined);
  let left = queries.filter(({ Expression }) => Expression !== undefined);
  const returned = queries.filter(({ ReturnData }) => ReturnData !== false);
  if (returned.length !== 1) throw new Error(`alarm: expected one series that is returned, found ${returned.length}.`);
  while (left.length > 0) {
    const ready = left.filter(({ Expression = '' }) =>
      idsIn(Expression).every((id) => done.some(({ Id }) => Id === id)),
    );
    if (ready.length === 0)
      throw new Error(`alarm: nothing has the ids of ${left.map(({ Expression }) => Expression)}.`);
    done.push(...ready);
    left = left.filter((query) => !ready.includes(query));
  }
  return done;
}

const idsIn = (expression: string): string[] => expression.match(/\b[a-z]\w*/g) ?? [];

interface Judging {
  readonly periods: number;
  readonly needed: number;
  readonly treatMissing: string;
  readonly state: AlarmState;
}

/** The tables of "How alarm state is evaluated when data is missing": points from the oldest to the newest. */
export function judge(
  points: readonly (boolean | undefined)[],
  { periods, needed, treatMissing, state }: Judging,
): AlarmState {
  const real = points.filter((point) => point !== undefined);
  const looked = real.slice(-periods);
  const missing = periods - looked.length;
  const breaching = looked.filter(Boolean).length;
  const result = (isAlarm: boolean): AlarmState => (isAlarm ? 'ALARM' : 'OK');
  if (missing === 0) return result(breaching >= needed);
  switch (treatMissing) {
    case 'notBreaching':
      return result(breaching >= needed);
    case 'breaching':
      return result(breaching + missing >= needed);
    case 'ignore':
      if (breaching >= needed) return 'ALARM';
      return breaching === looked.length ? state : 'OK';
    case 'missing': {
      if (real.length === 0) return 'INSUFFICIENT_DATA';
      // "Premature alarm state": old enough to be one, and all that came since breaches or is missing.
      const age = points.length - points.indexOf(true);
      if (breaching === looked.length) return age >= needed ? 'ALARM' : state;
      return result(breaching >= needed);
    }
    default:
      throw new Error(`alarm: expected a way to treat missing data, found ${treatMissing}.`);
  }
}
