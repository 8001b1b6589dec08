import { kindOf } from './describe-value.js';
import { type MendableEvent, repairs } from './repairs.js';
import type { Repair, TelemetryEvent } from './types.js';

/** Mends in place what real producers get wrong. @returns what was mended, in the order of the table */
export function repairEvent(event: TelemetryEvent): readonly Repair[] {
  if (kindOf(event.edata) !== 'object') return [];
  return repairs.flatMap((rule) => rule.mend(event as MendableEvent));
}
