import { type AskRegistrations, redactElements } from '../shared/telemetry/redact-elements.js';
import type { RedactedEvent } from '../shared/telemetry/redact-event.js';
import type { Batch } from './read-batch.js';

export interface RedactedBatch {
  /** Absent where something was taken away: the SDKs' msgid is an MD5 of the events as they were typed. */
  readonly msgid: string | undefined;
  readonly events: readonly RedactedEvent[];
}

/** Takes away in place what must not be written down of a batch. */
export async function redactBatch(
  { msgid, events: sent }: Batch,
  ask: AskRegistrations | undefined,
): Promise<RedactedBatch> {
  const events = await redactElements(sent, ask);
  return { msgid: events.some(({ redacted }) => redacted.length > 0) ? undefined : msgid, events };
}
