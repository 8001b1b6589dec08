import type { Batch } from './read-batch.js';
import { redactEvent } from './redact-event.js';
import { redactionRules } from './redaction-rules.js';

/** An element of `events` without what must not be written down, and the rules that took it. */
export interface RedactedEvent {
  readonly candidate: unknown;
  readonly redacted: readonly string[];
}

export interface RedactedBatch {
  /** Absent where something was taken away: the SDKs' msgid is an MD5 of the events as they were typed. */
  readonly msgid: string | undefined;
  readonly events: readonly RedactedEvent[];
}

/** Takes away in place what must not be written down of a batch. */
export function redactBatch({ msgid, events: sent }: Batch): RedactedBatch {
  const events = sent.map(redactElement);
  return { msgid: events.some(({ redacted }) => redacted.length > 0) ? undefined : msgid, events };
}

function redactElement(sent: unknown): RedactedEvent {
  if (typeof sent !== 'string') return { candidate: sent, redacted: redactEvent(sent) };
  // An event that was encoded twice: it can't be judged, and is gone as a whole if a rule may apply to it.
  const rule = redactionRules.find(({ where }) => where.matches.test(sent));
  return rule ? { candidate: rule.with, redacted: [rule.name] } : { candidate: sent, redacted: [] };
}
