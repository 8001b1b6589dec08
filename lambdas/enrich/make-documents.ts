import type { FrameEntry } from '../shared/frame.js';
import { kindOf } from '../shared/telemetry/describe-value.js';
import type { Fault, TelemetryEvent } from '../shared/telemetry/types.js';
import { type EnrichContext, type Enricher, enrichEvent } from './enrich-event.js';
import { fitsAggregate, maxAggregateBytes, type OutgoingDocument } from './pack-aggregates.js';
import { makeShareItems } from './share-items.js';

/** One event as a frame holds it. */
export interface EventLine {
  /** Index of its frame. */
  readonly frame: number;
  /** Its own. */
  readonly line: number;
  readonly mid: FrameEntry[0];
  /** JSON text. */
  readonly raw: string;
}

/**
 * The enriched document of an event, and behind it those that are generated out of it.
 *
 * @param itemBytes what SHARE_ITEMs of this frame may still take up
 * @returns a fault where the line is no event, or too large once it is enriched; then nothing is generated either
 */
export function makeDocuments(
  { mid, raw, ...place }: EventLine,
  enrichers: readonly Enricher[],
  context: EnrichContext,
  itemBytes: number,
): readonly OutgoingDocument[] | Fault {
  const event = parse(raw);
  if (!event) {
    return { reason: 'malformed-json', pointer: '', expected: 'one JSON object a line', found: 'something else' };
  }
  const enriched = enrichEvent(event, enrichers, context);
  // Before the event is printed, since it says in its flags what became of its items.
  const items = enriched.eid === 'SHARE' ? makeShareItems(enriched, context, place, itemBytes) : [];
  const document = { ...place, mid, data: Buffer.from(JSON.stringify(enriched)) };
  if (fitsAggregate(document)) return [document, ...items];
  const expected = `at most ${maxAggregateBytes} bytes when enriched`;
  return { reason: 'too-large', pointer: '', expected, found: String(document.data.length) };
}

function parse(raw: string): TelemetryEvent | undefined {
  try {
    const event: unknown = JSON.parse(raw);
    return kindOf(event) === 'object' ? (event as TelemetryEvent) : undefined;
  } catch {
    return undefined;
  }
}
