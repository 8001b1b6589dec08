import { type RedactionRule, redactionRules } from './redaction-rules.js';

type Json = Record<string, unknown>;

/**
 * Takes away in place what must not be written down, before anything else looks at the event: not even a hash of it
 * may be kept, since a hash of six digits gives them away.
 *
 * @returns names of the rules that took something
 */
export function redactEvent(candidate: unknown, rules: readonly RedactionRule[] = redactionRules): readonly string[] {
  if (!isObject(candidate)) return [];
  const applied = rules.filter(({ where, what, with: replacement }) => {
    const applies = valuesAt(candidate, where.path).some(
      (found) => typeof found === 'string' && where.matches.test(found),
    );
    return applies && erase(candidate, what, replacement);
  });
  return [...new Set(applied.map(({ name }) => name))];
}

/** All values under a path, whatever the case of its keys. */
function valuesAt(value: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (key === undefined) return [value];
  if (!isObject(value)) return [];
  return keysLike(value, key).flatMap((found) => valuesAt(value[found], rest));
}

/** Replaces what lies under a path; where a value on the way has no keys to go by, that value. @returns if it did */
function erase(parent: Json, [key = '', ...rest]: readonly string[], replacement: string): boolean {
  const erased = keysLike(parent, key).map((found) => {
    const value = parent[found];
    if (rest.length > 0 && isObject(value)) return erase(value, rest, replacement);
    if (value === null || value === replacement) return false;
    parent[found] = replacement;
    return true;
  });
  return erased.includes(true);
}

function keysLike(value: Json, key: string): string[] {
  return Object.keys(value).filter((found) => found.length === key.length && found.toLowerCase() === key);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
