/** Dimensions as a template has them, so that a reference equals itself alone. */
export type Dimensions = Readonly<Record<string, unknown>>;

/** A metric by its whole name. */
export type Metric = readonly [namespace: string, name: string, dimensions: Dimensions];

/** A moment of a timeline: minutes since its begin. */
export type Minute = number;

/** The points of a metric, in the order of their minutes; `sums` and `counts` hold all up to each, for quick differences. */
interface Points {
  readonly minutes: Minute[];
  readonly sums: number[];
  readonly counts: number[];
  readonly most: number[];
  readonly least: number[];
  readonly delay: number;
}

/** Of the points from one index to before another. */
const statistics: Readonly<Record<string, (points: Points, from: number, to: number) => number>> = {
  Sum: ({ sums }, from, to) => difference(sums, from, to),
  Average: ({ sums, counts }, from, to) => difference(sums, from, to) / difference(counts, from, to),
  Maximum: ({ most }, from, to) => Math.max(...most.slice(from, to)),
  Minimum: ({ least }, from, to) => Math.min(...least.slice(from, to)),
};

const difference = (totals: readonly number[], from: number, to: number) =>
  (totals[to - 1] ?? 0) - (totals[from - 1] ?? 0);

/** What was put into CloudWatch, by metric and minute. */
export class Timeline {
  /** Seconds since 1970 of minute 0. */
  readonly begin: number;
  private readonly series = new Map<string, Points>();

  constructor(begin = '2026-09-07T00:00:00Z') {
    this.begin = Date.parse(begin) / 1_000;
  }

  /**
   * Puts a value down, `times` over; of one metric, minutes come in their order.
   *
   * @param delay minutes from the moment that a point is of until CloudWatch has it
   */
  put(metric: Metric, minute: Minute, value: number, { times = 1, delay = 1 } = {}): void {
    const key = keyOf(metric);
    const points = this.series.get(key) ?? { minutes: [], sums: [], counts: [], most: [], least: [], delay };
    this.series.set(key, points);
    const { minutes, sums, counts, most, least } = points;
    const last = minutes.length - 1;
    if ((minutes[last] ?? 0) > minute) throw new Error(`${metric[1]}: minute ${minute} comes after ${minutes[last]}.`);
    const at = minutes[last] === minute ? last : last + 1;
    minutes[at] = minute;
    sums[at] = (sums[last] ?? 0) + value * times;
    counts[at] = (counts[last] ?? 0) + times;
    most[at] = Math.max(most[at] ?? value, value);
    least[at] = Math.min(least[at] ?? value, value);
  }

  /** Whether a metric ever had a value. */
  has(metric: Metric): boolean {
    return this.series.has(keyOf(metric));
  }

  /** A metric's statistic over the points of some minutes that CloudWatch has at a later one; `undefined` without any. */
  reader(metric: Metric, statistic: string): (from: Minute, to: Minute, now: Minute) => number | undefined {
    const compute = Object.hasOwn(statistics, statistic) ? statistics[statistic] : undefined;
    if (!compute) {
      throw new Error(`${metric[1]}: expected one of ${Object.keys(statistics).join(', ')}, found ${statistic}.`);
    }
    const points = this.series.get(keyOf(metric));
    if (!points) return () => undefined;
    const { minutes, delay } = points;
    return (from, to, now) => {
      const [first, end] = [indexOf(minutes, from), indexOf(minutes, Math.min(to, now - delay + 1))];
      return first < end ? compute(points, first, end) : undefined;
    };
  }
}

const keyOf = ([namespace, name, dimensions]: Metric): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).toSorted(([one], [other]) => (one < other ? -1 : 1))]);

/** Index of the first of some minutes that is not before another. */
function indexOf(minutes: readonly Minute[], minute: Minute): number {
  let [low, high] = [0, minutes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((minutes[middle] as Minute) < minute) low = middle + 1;
    else high = middle;
  }
  return low;
}
