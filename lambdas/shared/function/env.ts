/**
 * Reads a function's settings once, at load, so that a wrong deployment fails before its first event.
 *
 * @throws Error naming the variable and where it is set
 */
export function readEnv<K extends string>(names: Record<K, string>): Record<K, string> {
  const entries = Object.entries<string>(names).map(([key, name]) => {
    const value = process.env[name];
    if (!value)
      throw new Error(`${name}: expected a value, found none. It is set by the stage's construct in lib/constructs/.`);
    return [key, value];
  });
  return Object.fromEntries(entries) as Record<K, string>;
}

/** A setting that not every deployment has. */
export const findEnv = (name: string): string | undefined => process.env[name] || undefined;

/**
 * A number from a function's settings.
 *
 * @throws Error when it isn't a whole number of at least 1
 */
export function readCount(name: string): number {
  const found = process.env[name];
  const value = Number(found);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(
      `${name}: expected a whole number from 1 up, found ${JSON.stringify(found)}. It is set in lib/config/stages/.`,
    );
  }
  return value;
}

/**
 * A JSON value from a function's settings.
 *
 * @throws Error when it isn't JSON
 */
export function readJson(name: string): unknown {
  const found = process.env[name];
  try {
    return JSON.parse(found ?? '');
  } catch {
    throw new Error(`${name}: expected JSON, found ${JSON.stringify(found)}. It is set in lib/constructs/.`);
  }
}
