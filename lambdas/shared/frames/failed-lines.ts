import { maxDepth } from '../telemetry/check-shape.js';
import { faultMessage } from '../telemetry/fault-message.js';
import { fingerprintOf } from '../telemetry/fingerprint.js';
import { nestsDeeper } from '../telemetry/nesting.js';
import type { Fault } from '../telemetry/types.js';
import { mayHoldHalves, mendHalves } from '../text/well-formed.js';
import type { BatchHeader, EventNotes } from './frame.js';

/** An event that ends in the failed book. */
export interface FailedEvent extends Fault {
  readonly stage: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly header: BatchHeader | undefined;
  /** What was found out about it before: what ingest mended, what it took away. */
  readonly notes?: EventNotes;
  /** Of the event as it came, where `raw` isn't that any more. */
  readonly fingerprint?: string;
  /** The event's JSON text, or what came in its place. */
  readonly raw: string;
}

/** Characters of text a line: with JSON escapes (six bytes at worst) a line stays inside a Firehose record. */
const maxPartLength = 150_000;

/**
 * The line of a failed event: `{reason, message, pointer, expected, found, stage, at, header, notes?, event | raw}`.
 * All of it is well-formed Unicode, and so JSON to every reader. Text too long for one Firehose record becomes several
 * lines `{…, raw, id, part, parts}`; part 1 stands for the event.
 */
export function failedLines({ raw: text, at, reason, ...failed }: FailedEvent): string[] {
  const raw = text.toWellFormed();
  const message = faultMessage({ reason, ...failed });
  const common = { reason, message, ...failed, at: new Date(at).toISOString() };
  if (raw.length <= maxPartLength) return [JSON.stringify({ ...common, ...eventOrRaw(raw) })];
  const id = fingerprintOf(raw);
  const parts = cutInParts(raw);
  return parts.map((part, index) => JSON.stringify({ ...common, id, part: index + 1, parts: parts.length, raw: part }));
}

/** No cut goes through a surrogate pair: half of one has no UTF-8, and some readers take its line for no JSON. */
function cutInParts(raw: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < raw.length; ) {
    const end = from + maxPartLength;
    const to = end < raw.length && isLow(raw.charCodeAt(end)) ? end - 1 : end;
    parts.push(raw.slice(from, to));
    from = to;
  }
  return parts;
}

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

function eventOrRaw(raw: string): { event: unknown } | { raw: string } {
  // Whatever it failed for: what nests too deep can't be printed again, and most readers could not parse it.
  if (nestsDeeper(raw, maxDepth)) return { raw };
  try {
    const event: unknown = JSON.parse(raw);
    if (typeof event !== 'object' || event === null) return { raw };
    return { event: mayHoldHalves(raw) ? mendHalves(event).value : event };
  } catch {
    // Not JSON is one of the reasons to be here; the text itself is what must be kept.
    return { raw };
  }
}
