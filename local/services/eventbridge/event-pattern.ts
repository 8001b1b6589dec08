/** Whether a value of an event is one that a pattern's leaf lets pass. */
type Matcher = (value: unknown) => boolean;

/** "EventBridge event patterns": operators on a leaf. Others are an error when the runner starts, never ignored. */
const operators: Readonly<Record<string, (argument: never) => Matcher>> = {
  prefix: (prefix: string) => (value) => typeof value === 'string' && value.startsWith(prefix),
  suffix: (suffix: string) => (value) => typeof value === 'string' && value.endsWith(suffix),
  exists: (isWanted: boolean) => (value) => (value !== undefined) === isWanted,
  'anything-but': (others: unknown) => (value) => value !== undefined && ![others].flat().includes(value),
};

/**
 * Reads an event pattern: nested as the event is, a list of what may stand there at each leaf.
 *
 * @param where names the rule in errors
 * @returns whether an event matches
 * @throws Error naming what is not known
 */
export function readPattern(pattern: unknown, where: string): Matcher {
  if (Array.isArray(pattern)) return leaf(pattern, where);
  if (typeof pattern !== 'object' || pattern === null) {
    throw new Error(`${where}: a pattern's leaf is expected to be a list, found ${JSON.stringify(pattern)}.`);
  }
  const members = Object.entries(pattern).map(([key, inner]) => ({
    key,
    matches: readPattern(inner, `${where}.${key}`),
  }));
  return (event) => members.every(({ key, matches }) => matches((event as Record<string, unknown> | undefined)?.[key]));
}

function leaf(allowed: readonly unknown[], where: string): Matcher {
  const matchers = allowed.map((one): Matcher => {
    if (typeof one !== 'object' || one === null) return (value) => value === one;
    const [[name = '', argument] = [], ...others] = Object.entries(one);
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (!operator || others.length > 0) {
      throw new Error(
        `${where}: expected one of ${Object.keys(operators).join(', ')}, found ${JSON.stringify(one)}. Add it in local/services/eventbridge/event-pattern.ts.`,
      );
    }
    return operator(argument as never);
  });
  // "If the value is an array, the pattern matches where any of its members does."
  return (value) => matchers.some((matches) => (Array.isArray(value) ? value.some(matches) : matches(value)));
}
