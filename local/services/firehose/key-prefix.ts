/** Patterns of `!{timestamp:…}` that prefixes here use, with what they stand for. */
const patterns: Readonly<Record<string, Intl.DateTimeFormatPartTypes>> = {
  yyyy: 'year',
  MM: 'month',
  dd: 'day',
  HH: 'hour',
};

/**
 * Expands a Firehose prefix: `!{timestamp:yyyy-MM-dd}` in a time zone, and in an error prefix
 * `!{firehose:error-output-type}`.
 *
 * @throws Error naming an expression that the local runner doesn't know
 */
export function expandPrefix(prefix: string, at: number, timeZone: string, errorType?: string): string {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return prefix.replace(/!\{([^}]*)\}/g, (expression, body: string) => {
    const [kind, format = ''] = body.split(/:(.*)/s);
    if (body === 'firehose:error-output-type' && errorType !== undefined) return errorType;
    if (kind !== 'timestamp') throw unknown(expression);
    return format.replace(/[a-zA-Z]+/g, (pattern) => {
      const type = patterns[pattern];
      if (!type) throw unknown(expression);
      return parts.get(type) ?? '';
    });
  });
}

/** Part of an object's name: UTC, as Firehose has it. */
export function nameTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
}

function unknown(expression: string): Error {
  return new Error(
    `Firehose prefix: expected !{timestamp:…} of ${Object.keys(patterns).join(', ')}, found ${expression}.`,
  );
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}
