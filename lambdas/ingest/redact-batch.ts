import { type RedactedEvent, redactElement } from '../shared/telemetry/redact-event.js';
import type { Batch } from './read-batch.js';

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
