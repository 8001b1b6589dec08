import { isObject } from './describe-value.js';
import { fingerprintOf } from './fingerprint.js';
import { erase, matchesAt } from './json-places.js';
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
  const rule = redactionRules.find(({ where }) => where.matches(sent));
  return rule ? { candidate: rule.with, redacted: [rule.name] } : { candidate: sent, redacted: [] };
}

const none: string[] = [];

/**
 * The SDKs' mid is an MD5 of the event as it was typed: with all else at hand, a million tries give six digits away.
 * A hash of what is left stands in its place, the same whenever the event comes again.
 */
export function replaceMid(event: Json): void {
  if (typeof event.mid !== 'string' || event.mid === '') return;
  event.mid = '';
  event.mid = `redacted:${fingerprintOf(printJson(event))}`;
}
