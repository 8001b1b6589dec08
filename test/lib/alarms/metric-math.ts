/** Values of periods in their order, `undefined` where there is none. */
export type TimeSeries = readonly (number | undefined)[];
type Value = number | TimeSeries | readonly TimeSeries[];

/** What an expression is computed over. */
export interface MathScope {
  readonly series: Readonly<Record<string, TimeSeries>>;
  /** Begin of each period, seconds since 1970. */
  readonly starts: readonly number[];
}

type Compute = (scope: MathScope) => Value;

/**
 * The part of CloudWatch's metric math that alarms here use, after "Metric math syntax and functions". Anything else is
 * refused, so that no expression passes for being understood.
 */
export function parseMath(text: string): (scope: MathScope) => TimeSeries {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at];
  const take = () => tokens[at++];
  const expect = (token: string) => {
    const found = take();
    if (found !== token) throw wrong(text, `expected "${token}", found "${found ?? 'the end'}"`);
  };

  const binary = (operators: readonly string[], next: () => Compute) => (): Compute => {
    let left = next();
    for (let token = peek(); token !== undefined && operators.includes(token); token = peek()) {
      at++;
      const [operate, before, after] = [operations[token] as Operate, left, next()];
      left = (scope) => pointwise(operate, before(scope), after(scope));
    }
    return left;
  };
  const list = (end: string): Compute[] => {
    const items: Compute[] = [];
    while (peek() !== end) {
      items.push(or());
      if (peek() !== end) expect(',');
    }
    expect(end);
    return items;
  };
  const primary = (): Compute => {
    const token = take() ?? 'the end';
    if (token === '(') {
      const inner = or();
      expect(')');
      return inner;
    }
    if (token === '[') {
      const items = list(']');
      return (scope) => items.map((item) => asSeries(item(scope), text));
    }
    if (token === '-') {
      const negated = primary();
      return (scope) => pointwise((left, right) => left - right, 0, negated(scope));
    }
    if (/^[\d.]/.test(token)) return () => Number(token);
    if (/^[a-z]/.test(token)) {
      return ({ series }) => series[token] ?? fail(text, `expected one of ${Object.keys(series)}, found "${token}"`);
    }
    const compute = Object.hasOwn(functions, token) ? functions[token] : undefined;
    if (!compute) throw wrong(text, `expected one of ${Object.keys(functions).join(', ')}, found "${token}"`);
    expect('(');
    const inputs = list(')');
    return (scope) =>
      compute(
        inputs.map((input) => input(scope)),
        scope,
        text,
      );
  };
  const product = binary(['*', '/'], primary);
  const sum = binary(['+', '-'], product);
  const comparison = binary(['==', '!=', '<=', '>=', '<', '>'], sum);
  const and = binary(['AND'], comparison);
  const or: () => Compute = binary(['OR'], and);

  const compute = or();
  if (at < tokens.length) throw wrong(text, `expected the end, found "${peek()}"`);
  return (scope) => asSeries(compute(scope), text);
}

function tokensOf(text: string): string[] {
  const tokens = text.match(/\s+|\d+(\.\d+)?|[A-Za-z]\w*|==|!=|<=|>=|[-+*/<>()[\],]|./g) ?? [];
  return tokens.filter((token) => token.trim() !== '');
}

const wrong = (text: string, why: string) => new Error(`metric math: ${why} in ${text}`);
function fail(text: string, why: string): never {
  throw wrong(text, why);
}

function asSeries(value: Value, text: string): TimeSeries {
  if (isSeries(value)) return value;
  return fail(text, `expected a time series, found ${typeof value === 'number' ? 'a number' : 'several'}`);
}

const isSeries = (value: Value): value is TimeSeries => Array.isArray(value) && !Array.isArray(value[0]);

type Operate = (left: number, right: number) => number | undefined;

const operations: Readonly<Record<string, Operate>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  // "If a function attempts to divide by zero, the data point is dropped."
  '/': (left, right) => (right === 0 ? undefined : left / right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

/** "Missing values are treated as 0" where the other series has one; where both lack it, so does the result. */
function pointwise(operate: Operate, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return operate(left, right) ?? Number.NaN;
  const [before, after] = [left, right] as [number | TimeSeries, number | TimeSeries];
  const { length } = typeof before === 'number' ? (after as TimeSeries) : before;
  return Array.from({ length }, (_, index) => {
    const points = [before, after].map((side) => (typeof side === 'number' ? side : side[index]));
    const isMissing = [before, after].every((side) => typeof side === 'number' || side[index] === undefined);
    return isMissing ? undefined : operate(points[0] ?? 0, points[1] ?? 0);
  });
}

type MathFunction = (inputs: readonly Value[], scope: MathScope, text: string) => Value;

const each =
  (compute: (point: number) => number): MathFunction =>
  ([input = []], _, text) =>
    asSeries(input, text).map((point) => (point === undefined ? undefined : compute(point)));

const functions: Readonly<Record<string, MathFunction>> = {
  ABS: each(Math.abs),
  FLOOR: each(Math.floor),
  // "EPOCH returns a non-sparse time series".
  EPOCH: (_, { starts }) => starts,
  TIME_SERIES: ([value], { starts }, text) =>
    typeof value === 'number' ? starts.map(() => value) : fail(text, 'TIME_SERIES: expected a number'),
  /** A series that never had a point is nothing to fill: the worse of what the documentation leaves open. */
  FILL: ([input = [], filler], _, text) => {
    const series = asSeries(input, text);
    if (typeof filler !== 'number') return fail(text, 'FILL: expected a number to fill with');
    return series.every((point) => point === undefined) ? series : series.map((point) => point ?? filler);
  },
  /** "The SUM of a single time series returns a scalar", which is not for alarms. */
  SUM: ([input = []], { starts }, text) => {
    if (typeof input === 'number' || isSeries(input)) return fail(text, 'SUM: expected an array of time series');
    return starts.map((_, index) => {
      const points = (input as readonly TimeSeries[]).flatMap((series) => series[index] ?? []);
      return points.length === 0 ? undefined : points.reduce((sum, point) => sum + point, 0);
    });
  },
  /** "Using IF expressions": 0 for a point that the chosen series lacks, none where nothing is to be chosen. */
  IF: ([condition = [], whenTrue, whenFalse], _, text) =>
    asSeries(condition, text).map((point, index) => {
      const chosen = point === 0 ? whenFalse : whenTrue;
      if (point === undefined || chosen === undefined) return undefined;
      return typeof chosen === 'number' ? chosen : (asSeries(chosen, text)[index] ?? 0);
    }),
};
