import type { EnrichedEvent } from './enricher.js';
import { objectAt } from './object-at.js';

/**
 * What a client sent under one of our properties: Sunbird puts a record on top of it. Of that only fields that the
 * property has, and plain values, are kept, so that nothing personal comes in this way and no field changes its type.
 */
export function sentFields(
  event: EnrichedEvent,
  property: string,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  if (!(property in event)) return undefined;
  const kept = Object.entries(objectAt(event, property)).filter(
    ([name, value]) =>
      Object.hasOwn(fields, name) && (isPlain(value) || (Array.isArray(value) && value.every(isPlain))),
  );
  return Object.fromEntries(kept);
}

/** Takes away what a client sent under a property that is the pipeline's own. */
export function removeSent(event: EnrichedEvent, property: string): void {
  if (property in event) delete event[property];
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
