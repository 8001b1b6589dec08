import type { EnrichContext, EnrichedEvent } from '../../lambdas/enrich/enricher.js';
import type { TelemetryEvent } from '../../lambdas/shared/telemetry/types.js';
import { anEvent } from './events.js';
import { aHeader } from './frames.js';

/** Last millisecond of 15 January 2024 in UTC, the day of `arrival`. */
export const endOfToday = Date.UTC(2024, 0, 16) - 1;

export function aContextOfEnrich(overrides: Partial<EnrichContext> = {}): EnrichContext {
  return {
    header: aHeader(),
    fingerprint: 'fingerprint-1',
    notes: undefined,
    defaultChannel: 'org.default',
    endOfToday,
    ...overrides,
  };
}

/** An event on its way through the enrichers. */
export function anUnenrichedEvent(overrides: TelemetryEvent = {}): EnrichedEvent {
  return { ...anEvent(overrides), flags: {}, metadata: {} };
}
