import type { Series } from '../books/stage-series.js';
import type { Measure, Target } from './alarm-rule.js';

type Statistic = Series['statistic'];

/** A metric of an AWS service, with the dimensions of the target. */
export const metric =
  (namespace: string, name: string, statistic: Statistic, more: Readonly<Record<string, string>> = {}) =>
  ({ dimensions }: Target): Series => ({ namespace, name, statistic, dimensions: { ...dimensions, ...more } });

/** One metric as it is. */
export const only =
  (series: (target: Target) => Series) =>
  (target: Target): Measure => ({ series: { value: series(target) } });

/**
 * The sum of metrics by their ids, at every moment: what has no data point counts as none. "FILL fills the missing values
 * of a time series", and TIME_SERIES has values even where none of the metrics ever had one.
 */
export const sumExpression = (ids: readonly string[]): string =>
  `SUM([${[...ids.map((id) => `FILL(${id}, 0)`), 'TIME_SERIES(0)'].join(', ')}])`;

/** The sum of some metrics. */
export const sumOfMetrics =
  (...all: readonly ((target: Target) => Series)[]) =>
  (target: Target): Measure => {
    const series = Object.fromEntries(all.map((one, index) => [`m${index}`, one(target)]));
    return { series, expression: sumExpression(Object.keys(series)) };
  };

/** A part in percent of a whole, where the whole is large enough to say something. */
export const shareOf =
  (part: (target: Target) => Series, whole: (target: Target) => Series, atLeast: number) =>
  (target: Target): Measure => ({
    series: { part: part(target), whole: whole(target) },
    expression: `IF(whole >= ${atLeast}, 100 * FILL(part, 0) / whole, 0)`,
  });
