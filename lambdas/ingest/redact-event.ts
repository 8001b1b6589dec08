import { type RedactionRule, redactionRules } from './redaction-rules.js';

type Json = Record<string, unknown>;

/**
 * Takes away in place what must not be written down, before anything else looks at the event: not even a hash of it
 * may be kept, since a hash of six digits gives them away.
 *
 * @returns names of the rules that took something
 */
export function redactEvent(candidate: unknown, rules: readonly RedactionRule[] = redactionRules): readonly string[] {
  let applied: string[] = none;
  for (const { name, where, what, with: replacement } of rules) {
    if (!matchesAt(candidate, where.path, where.matches) || !erase(candidate, what, replacement)) continue;
    if (!applied.includes(name)) applied = [...applied, name];
  }
  return applied;
}

const none: string[] = [];

/** Whether a text under a path matches, whatever the case of the path's keys. */
function matchesAt(value: unknown, path: readonly string[], pattern: RegExp, at = 0): boolean {
  const wanted = path[at];
  if (wanted === undefined) return typeof value === 'string' && pattern.test(value);
  if (!isObject(value)) return false;
  for (const key in value) {
    if (isLike(key, wanted) && matchesAt(value[key], path, pattern, at + 1)) return true;
  }
  return false;
}

/** Replaces what lies under a path; where a value on the way has no keys to go by, that value. @returns if it did */
function erase(parent: unknown, path: readonly string[], replacement: string, at = 0): boolean {
  const wanted = path[at];
  if (!isObject(parent) || wanted === undefined) return false;
  let erased = false;
  for (const key in parent) {
    if (!isLike(key, wanted)) continue;
    const value = parent[key];
    if (at < path.length - 1 && isObject(value)) {
      erased = erase(value, path, replacement, at + 1) || erased;
    } else if (value !== null && value !== replacement) {
      parent[key] = replacement;
      erased = true;
    }
  }
  return erased;
}

/** Whether a key is a lower-case one but for its case. */
function isLike(key: string, wanted: string): boolean {
  return key === wanted || (key.length === wanted.length && key.toLowerCase() === wanted);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
