import type { BatchHeader, EventNotes } from '../shared/frames/frame.js';
import type { OpenFields } from '../shared/registry/cached-lookup.js';
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

/** What docs/enrichment.md says of one property; a test compares it with what the code writes. */
export interface EnrichmentRow {
  /** Path from the event on. */
  readonly property: string;
  readonly source: string;
  readonly when: string;
  /** Names under `flags`, and what they say. */
  readonly flags?: Readonly<Record<string, string>>;
  /** Where the property is an object: its fields, and what each is in the source. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Adds to an event, or mends it, in place: the event was parsed for this and nobody else holds it. */
export interface Enricher {
  readonly rows: readonly EnrichmentRow[];
  /** Entity of the registry that it wants to know of; `undefined` where there is none to be looked up. */
  keyOf?(event: EnrichedEvent): string | undefined;
  /** @param record what is known of that entity; shared by many events, so never changed */
  enrich(event: EnrichedEvent, context: EnrichContext, record?: OpenFields): void;
}

export interface Enrichers {
  /** First, since what is looked up depends on it: what the event says is put right and stamped. */
  readonly mending: readonly Enricher[];
  /** Then, with the registry's records at hand: what is known from elsewhere is added. */
  readonly adding: readonly Enricher[];
}
