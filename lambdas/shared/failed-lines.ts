import type { BatchHeader, EventNotes } from './frame.js';
import { faultMessage } from './telemetry/fault-message.js';
import { fingerprintOf } from './telemetry/fingerprint.js';
import type { FailureReason, Fault } from './telemetry/types.js';

/** An event that ends in the failed book. */
export interface FailedEvent extends Fault {
  readonly stage: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly header: BatchHeader | undefined;
  /** What was found out about it before: what ingest mended, what it took away. */
  readonly notes?: EventNotes;
  /** The event's JSON text, or what came in its place. */
  readonly raw: string;
}

/** Characters of text a line: with JSON escapes (six bytes at worst) a line stays inside a Firehose record. */
const maxPartLength = 150_000;

/**
 * The line of a failed event: `{reason, message, pointer, expected, found, stage, at, header, notes?, event | raw}`.
 * Text too long for one Firehose record becomes several lines `{…, raw, id, part, parts}`; part 1 stands for the event.
 */
export function failedLines({ raw, at, reason, ...failed }: FailedEvent): string[] {
  const message = faultMessage({ reason, ...failed });
  const common = { reason, message, ...failed, at: new Date(at).toISOString() };
  if (raw.length <= maxPartLength) return [JSON.stringify({ ...common, ...eventOrRaw(common.reason, raw) })];
  const id = fingerprintOf(raw);
  const parts = Math.ceil(raw.length / maxPartLength);
  return Array.from({ length: parts }, (_, index) =>
    JSON.stringify({
      ...common,
      id,
      part: index + 1,
      parts,
      raw: raw.slice(index * maxPartLength, (index + 1) * maxPartLength),
    }),
  );
}

function eventOrRaw(reason: FailureReason, raw: string): { event: unknown } | { raw: string } {
  // What nests too deep can't be printed again, and most readers could not parse it.
  if (reason === 'too-deep') return { raw };
  try {
    const event: unknown = JSON.parse(raw);
    return typeof event === 'object' && event !== null ? { event } : { raw };
  } catch {
    // Not JSON is one of the reasons to be here; the text itself is what must be kept.
    return { raw };
  }
}
