/** Units of an age → milliseconds. */
const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const age = /^(\d+)([mhd])$/;
/** ISO 8601: a day, and if there is one a time, with seconds or without, in its zone or UTC. */
const date = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d(?:\.\d{1,3})?))?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * Reads a point in time: a date, UTC unless it names another zone, or an age such as `2d`.
 *
 * @param now epoch milliseconds
 * @returns epoch milliseconds
 * @throws Error naming the option, what was found and what was expected
 */
export function readWhen(option: string, text: string, now: number): number {
  const [isAge, count, unit = ''] = age.exec(text) ?? [];
  const time = isAge === undefined ? readDate(option, text) : now - Number(count) * (units[unit] ?? 0);
  if (time >= 0) return time;
  throw new Error(`${option}: expected a time after 1970, found "${text}".`);
}

function readDate(option: string, text: string): number {
  const [whole, day, minute = '00:00', second = '00', zone = 'Z'] = date.exec(text) ?? [];
  if (whole === undefined) {
    throw new Error(
      `${option}: expected a date such as 2026-11-20 or 2026-11-20T06:30Z, or an age such as 30m, 12h or 2d, found "${text}".`,
    );
  }
  const written = `${day}T${minute}:${second}`;
  const asUtc = new Date(`${written}Z`);
  const time = Date.parse(`${written}${zone}`);
  // `Date` takes 31 February for 3 March, and 24:00 for the next day.
  if (!Number.isNaN(time) && asUtc.toISOString().startsWith(`${day}T${minute}`)) return time;
  throw new Error(`${option}: expected a day and a time that there are, found "${text}".`);
}
