import { isObject } from './describe-value.js';
import { fingerprintOf } from './fingerprint.js';
import { printJson } from './print-json.js';
import { type RedactionRule, redactionRules } from './redaction-rules.js';

type Json = Record<string, unknown>;

/**
 * Takes away in place what must not be written down, before anything else looks at the event: not even a hash of it
 * may be kept, since a hash of six digits gives them away. A list in the place of an event counts as its entries.
 *
 * @returns names of the rules that took something
 */
export function redactEvent(candidate: unknown, rules: readonly RedactionRule[] = redactionRules): readonly string[] {
  if (Array.isArray(candidate)) {
    return [...new Set(candidate.filter(isObject).flatMap((entry) => redactEvent(entry, rules)))];
  }
  if (!isObject(candidate)) return none;
  let applied: string[] = none;
  for (const { name, where, what, with: replacement } of rules) {
    if (!matchesAt(candidate, where.path, where.matches) || !erase(candidate, what, replacement)) continue;
    if (!applied.includes(name)) applied = [...applied, name];
  }
  if (applied.length > 0) replaceMid(candidate);
  return applied;
}

/** An element of `events` without what must not be written down, and the rules that took it. */
export interface RedactedEvent {
  readonly candidate: unknown;
  readonly redacted: readonly string[];
}

/** Takes away, where it can in place, what must not be written down of an element of `events`. */
export function redactElement(sent: unknown): RedactedEvent {
  if (typeof sent !== 'string') return { candidate: sent, redacted: redactEvent(sent) };
  // An event that was encoded twice: it can't be judged, and is gone as a whole if a rule may apply to it.
  const rule = redactionRules.find(({ where }) => where.matches.test(sent));
  return rule ? { candidate: rule.with, redacted: [rule.name] } : { candidate: sent, redacted: [] };
}

const none: string[] = [];

/**
 * The SDKs' mid is an MD5 of the event as it was typed: with all else at hand, a million tries give six digits away.
 * A hash of what is left stands in its place, the same whenever the event comes again.
 */
function replaceMid(event: Json): void {
  if (typeof event.mid !== 'string' || event.mid === '') return;
  event.mid = '';
  event.mid = `redacted:${fingerprintOf(printJson(event))}`;
}

/** Whether a text under a path matches, whatever the case of its keys. Lists are looked into, one level deep. */
function matchesAt(value: unknown, path: readonly string[], pattern: RegExp, at = 0): boolean {
  // A text on the way may be what should stand there, encoded once too often.
  if (typeof value === 'string') return pattern.test(value);
  if (Array.isArray(value)) return value.some((inner) => !Array.isArray(inner) && matchesAt(inner, path, pattern, at));
  const wanted = path[at];
  if (wanted === undefined || !isObject(value)) return false;
  for (const key in value) {
    if (isLike(key, wanted) && matchesAt(value[key], path, pattern, at + 1)) return true;
  }
  return false;
}

/** Replaces what lies under a path; where a value on the way has no keys to go by, that value. @returns if it did */
function erase(parent: Json, path: readonly string[], replacement: string, at = 0): boolean {
  const wanted = path[at];
  let erased = false;
  for (const key in parent) {
    if (wanted === undefined || !isLike(key, wanted)) continue;
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
