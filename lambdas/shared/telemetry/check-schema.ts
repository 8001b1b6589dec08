import { joinFaults, schemaFaults, typesFor } from './all-faults.js';
import { describeError } from './describe-error.js';
import { foundKind, shorten } from './describe-value.js';
import { repairEvent, undoRename } from './repair-event.js';
import type { Fault, FaultAt, Repair, TelemetryEvent } from './types.js';
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
  const repairs = profile === 'strict' ? noRepairs.repairs : repairEvent(event);
  const first = judgeRepaired(event, repairs, () => firstFault(event, profile));
  const [fault] = first.faults;
  if (!fault) return { repairs: first.repairs };
  // All of it is looked at only now: most events are valid.
  const all = judgeRepaired(event, first.repairs, () => schemaFaults(event, profile));
  return { fault: joinFaults(fault, all.faults) };
}

/**
 * Judges an event, without those renamings that made a value one that the schema refuses: a key in another case may be
 * one of the producer's own, with a value of another kind, and is kept as it was.
 */
function judgeRepaired(event: TelemetryEvent, done: readonly Repair[], judge: () => readonly FaultAt[]) {
  let repairs = done;
  let faults = judge();
  for (let culprit = renameAt(faults, repairs); culprit; culprit = renameAt(faults, repairs)) {
    undoRename(event, culprit);
    repairs = repairs.filter((repair) => repair !== culprit);
    faults = judge();
  }
  return { faults, repairs };
}

function renameAt(faults: readonly FaultAt[], repairs: readonly Repair[]): Repair | undefined {
  return repairs.find(
    ({ rule, path }) => rule === 'edata-key-case' && faults.some(({ pointer }) => `${pointer}/`.startsWith(`${path}/`)),
  );
}

const none: readonly FaultAt[] = [];

/** The fault that decides the reason; none of a valid event. */
function firstFault(event: TelemetryEvent, profile: Profile): readonly FaultAt[] {
  const { eid } = event;
  if (typeof eid !== 'string')
    return [{ reason: 'envelope', pointer: '/eid', expected: 'string', found: foundKind(eid) }];
  const validate = eidRules.get(eid)?.[profile];
  if (validate) return validate(event) ? none : [describeError(event, validate.errors?.[0], typesFor(event, profile))];
  return [{ reason: 'unknown-eid', pointer: '/eid', expected: `one of ${knownEids.join(', ')}`, found: shorten(eid) }];
}
