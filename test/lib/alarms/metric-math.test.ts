import { parseMath, type TimeSeries } from './metric-math.js';

const none = undefined;
const compute = (text: string, series: Readonly<Record<string, TimeSeries>>) => {
  const [{ length } = []] = Object.values(series);
  return parseMath(text)({ series, starts: Array.from({ length }, (_, index) => 3_600 * index) });
};

describe('metric math, by the examples of CloudWatch’s documentation', () => {
  const metric1 = [30, 20, 0, 0];
  const metric2 = [20, none, 20, none];

  it.each([
    ['metric1 < metric2', [0, 0, 1, 0]],
    ['metric1 >= 30', [1, 0, 0, 0]],
    ['metric1 > 15 AND metric2 > 15', [1, 0, 0, 0]],
  ])('%s', (text, expected) => {
    expect(compute(text, { metric1, metric2 })).toEqual(expected);
  });

  it.each([
    ['IF(metric1, metric2, metric3)', [30, 0, 20, 0, none]],
    ['IF(metric1, metric2, 5)', [30, 0, 5, 5, none]],
    ['IF(metric1, metric2)', [30, 0, none, none, none]],
  ])('%s', (text, expected) => {
    const series = { metric1: [1, 1, 0, 0, none], metric2: [30, none, 0, 0, 30], metric3: [0, 0, 20, none, 20] };

    expect(compute(text, series)).toEqual(expected);
  });
});

describe('metric math', () => {
  const m = [4, none, 0];

  it.each([
    ['100 - 100 * m / 8', [50, none, 100]],
    ['2 + 3 * -m', [-10, none, 2]],
    ['8 / m', [2, none, none]],
    ['FILL(m, 1)', [4, 1, 0]],
    ['SUM([FILL(none, 0), TIME_SERIES(0)])', [0, 0, 0]],
    ['FILL(none, 0)', [none, none, none]],
    ['SUM([m, none])', [4, none, 0]],
    ['ABS(m - 6)', [2, none, 6]],
    ['FLOOR(EPOCH(m) / 7000)', [0, 0, 1]],
    ['m == 0 OR m > 3 AND m < 3', [0, none, 1]],
    ['(m != 0)', [1, none, 0]],
  ])('%s', (text, expected) => {
    const found = compute(text, { m, none: [none, none, none] });

    expect(found.map((point) => (point === undefined ? point : point + 0))).toEqual(expected);
  });

  it.each([
    'AVG(m)',
    'SUM(m)',
    'RATE(m)',
    'm +',
    'm m',
    'm ^ 2',
    'm && m',
    'missing + 1',
    '[m, m]',
    '3',
    'FILL(m, REPEAT)',
    'TIME_SERIES(m)',
    '(m',
  ])('refuses %s', (text) => {
    expect(() => compute(text, { m })).toThrow(/^metric math: /);
  });
});
