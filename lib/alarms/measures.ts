import type { Account } from '../books/counts.js';
import { type Series, stageSeries } from '../books/stage-series.js';
import type { Measure, Target } from './alarm-rule.js';

type Statistic = Series['statistic'];
type Of = (target: Target) => Series;

/** A metric of an AWS service, with the dimensions of the target. */
export const metric =
  (namespace: string, name: string, statistic: Statistic, more: Readonly<Record<string, string>> = {}) =>
  ({ dimensions }: Target): Series => ({ namespace, name, statistic, dimensions: { ...dimensions, ...more } });

/** One metric as it is: for what comes all the time, or may be told of a while longer than it lasts. */
export const only =
  (series: Of) =>
  (target: Target): Measure => ({ series: { value: series(target) } });

/**
 * The sum of metrics by their ids, at every moment: what has no data point counts as none. "FILL fills the missing values
 * of a time series", and TIME_SERIES has values even where none of the metrics ever had one.
 */
export const sumExpression = (ids: readonly string[]): string =>
  `SUM([${[...ids.map((id) => `FILL(${id}, 0)`), 'TIME_SERIES(0)'].join(', ')}])`;

/**
 * The sum of some metrics, or of one that comes only with trouble or seldom: CloudWatch looks further back than it is
 * told where periods have no value, so that an alarm on the bare metric would outlast its trouble.
 */
export const sumOfMetrics =
  (...all: readonly Of[]) =>
  (target: Target): Measure => {
    const series = Object.fromEntries(all.map((one, index) => [`m${index}`, one(target)]));
    return { series, expression: sumExpression(Object.keys(series)) };
  };

/** A metric that a function counts by itself, of the target's stack. */
export const counted =
  (account: Account) =>
  ({ stack }: Target): Series => {
    if (stack === undefined) throw new Error(`alarm on ${account}: expected a target with its stack, found none.`);
    return stageSeries(stack, account);
  };

/**
 * Failures in percent of the calls, where there are so many that they say something. By share, since a count that means
 * trouble for one function is a bad minute of another: what hangs until its time-out fails once in it. What is in both
 * has one name in both.
 */
export const failingShare =
  (failures: Readonly<Record<string, Of>>, calls: Readonly<Record<string, Of>>, atLeast: number) =>
  (target: Target): Measure => {
    const [part, whole] = [failures, calls].map((side) => sumExpression(Object.keys(side)));
    const series = Object.entries({ ...failures, ...calls }).map(([id, one]) => [id, one(target)] as const);
    return { series: Object.fromEntries(series), expression: `IF(${part} >= ${atLeast}, 100 * ${part} / ${whole}, 0)` };
  };

/** A part in percent of a whole, where the whole is large enough to say something. */
export const shareOf =
  (part: Of, whole: Of, atLeast: number) =>
  (target: Target): Measure => ({
    series: { part: part(target), whole: whole(target) },
    expression: `IF(whole >= ${atLeast}, 100 * FILL(part, 0) / whole, 0)`,
  });
