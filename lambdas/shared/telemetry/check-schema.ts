import { describeError } from './describe-error.js';
import { kindOf, shorten } from './describe-value.js';
import { repairEvent } from './repair-event.js';
import type { Fault, Repair, TelemetryEvent } from './types.js';
import { eidRules, knownEids, type Profile } from './validators.js';

export type SchemaVerdict =
  | { readonly fault: Fault }
  | { readonly fault?: undefined; readonly repairs: readonly Repair[] };

const noRepairs = { repairs: [] };

/**
 * Judges an event by the schema of its eid. One that is strictly valid needs no repair; in the `compatible` profile
 * another one is mended in place, and judged again with an open edata.
 */
export function checkSchema(event: TelemetryEvent, profile: Profile): SchemaVerdict {
  if (typeof event.eid === 'string' && eidRules.get(event.eid)?.strict(event)) return noRepairs;
  const repairs = profile === 'compatible' ? repairEvent(event) : [];
  const fault = findFault(event, profile);
  return fault ? { fault } : { repairs };
}

function findFault(event: TelemetryEvent, profile: Profile): Fault | undefined {
  const { eid } = event;
  if (typeof eid !== 'string') return { reason: 'envelope', pointer: '/eid', expected: 'string', found: kindOf(eid) };
  const validate = eidRules.get(eid)?.[profile];
  if (!validate) {
    return { reason: 'unknown-eid', pointer: '/eid', expected: `one of ${knownEids.join(', ')}`, found: shorten(eid) };
  }
  return validate(event) ? undefined : describeError(event, validate.errors?.[0]);
}
