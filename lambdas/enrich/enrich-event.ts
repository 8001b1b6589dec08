import type { OpenFields } from '../shared/registry/cached-lookup.js';
import type { TelemetryEvent } from '../shared/telemetry/types.js';
import type { EnrichContext, EnrichedEvent, Enrichers } from './enricher.js';
import { objectAt } from './object-at.js';

/** An event that waits for records. */
export interface MendedEvent {
  readonly event: EnrichedEvent;
  readonly context: EnrichContext;
  /** For each enricher that adds, the entity that it wants to know of. */
  readonly keys: readonly (string | undefined)[];
}

/** Runs the enrichers that mend, and asks the others for what they want to know. */
export function mendEvent(event: TelemetryEvent, { mending, adding }: Enrichers, context: EnrichContext): MendedEvent {
  // Flags are the pipeline's own: what a client sends there is replaced.
  const mended: EnrichedEvent = Object.assign(event, { flags: {}, metadata: { ...objectAt(event, 'metadata') } });
  for (const enricher of mending) enricher.enrich(mended, context);
  return wantingRecords(mended, { adding }, context);
}

/** An event that needs no mending, such as one that is made out of a mended one. */
export function wantingRecords(
  event: EnrichedEvent,
  { adding }: Pick<Enrichers, 'adding'>,
  context: EnrichContext,
): MendedEvent {
  return { event, context, keys: adding.map((enricher) => enricher.keyOf?.(event)) };
}

/** Runs the enrichers that add, each with the record that it wanted. */
export function addRecords(
  { event, context, keys }: MendedEvent,
  { adding }: Pick<Enrichers, 'adding'>,
  records: ReadonlyMap<string, OpenFields>,
): EnrichedEvent {
  for (const [index, enricher] of adding.entries()) {
    const key = keys[index];
    enricher.enrich(event, context, key === undefined ? undefined : records.get(key));
  }
  return event;
}

/** All of it, for an event whose records are at hand. */
export function enrichEvent(
  event: TelemetryEvent,
  enrichers: Enrichers,
  context: EnrichContext,
  records: ReadonlyMap<string, OpenFields> = new Map(),
): EnrichedEvent {
  return addRecords(mendEvent(event, enrichers, context), enrichers, records);
}
