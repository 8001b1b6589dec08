import { describeError } from './describe-error.js';
import { kindOf, shorten } from './describe-value.js';
import { repairEvent, undoRename } from './repair-event.js';
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
  if (profile === 'strict') return verdictOf(findFault(event, profile), []);
  let repairs = repairEvent(event);
  let fault = findFault(event, profile);
  // A key in another case may be one of the producer's own, with a value of another kind: it is kept as it was.
  for (let culprit = renameAt(fault, repairs); culprit; culprit = renameAt(fault, repairs)) {
    undoRename(event, culprit);
    repairs = repairs.filter((repair) => repair !== culprit);
    fault = findFault(event, profile);
  }
  return verdictOf(fault, repairs);
}

function verdictOf(fault: Fault | undefined, repairs: readonly Repair[]): SchemaVerdict {
  return fault ? { fault } : { repairs };
}

/** The renaming that made a value one that the schema refuses. */
function renameAt(fault: Fault | undefined, repairs: readonly Repair[]): Repair | undefined {
  return repairs.find(
    ({ rule, path }) => rule === 'edata-key-case' && fault && `${fault.pointer}/`.startsWith(`${path}/`),
  );
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
