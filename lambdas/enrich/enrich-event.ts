import type { BatchHeader, EventNotes } from '../shared/frame.js';
import type { TelemetryEvent } from '../shared/telemetry/types.js';

/** What an enricher may look at besides the event. */
export interface EnrichContext {
  readonly header: BatchHeader;
  readonly fingerprint: string;
  readonly notes: EventNotes | undefined;
  /** Channel of events whose own is blank. */
  readonly defaultChannel: string;
  /** Last millisecond of today in the configured zone. */
  readonly endOfToday: number;
}

/** The event with the places that enrichers write to. Sunbird's property names, so that its dashboards go on working. */
export interface EnrichedEvent extends TelemetryEvent {
  flags: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/** Adds to the event, or mends it, in place: the event was parsed for this and nobody else holds it. */
export type Enricher = (event: EnrichedEvent, context: EnrichContext) => void;

/** Runs the enrichers in order over an event. Flags are the pipeline's own: what a client sends there is replaced. */
export function enrichEvent(
  event: TelemetryEvent,
  enrichers: readonly Enricher[],
  context: EnrichContext,
): EnrichedEvent {
  const enriched: EnrichedEvent = Object.assign(event, { flags: {}, metadata: { ...objectAt(event, 'metadata') } });
  for (const enrich of enrichers) enrich(enriched, context);
  return enriched;
}

/** The object under a key; an empty one where there is none. */
export function objectAt(parent: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = parent[key];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
