import { kindOf } from './describe-value.js';
import { type MendableEvent, repairs } from './repairs.js';
import type { Repair, TelemetryEvent } from './types.js';

/** Mends in place what real producers get wrong. @returns what was mended, in the order of the table */
export function repairEvent(event: TelemetryEvent): readonly Repair[] {
  let done: readonly Repair[] = [];
  if (kindOf(event.edata) !== 'object') return done;
  for (const { mend } of repairs) {
    const mended = mend(event as MendableEvent);
    if (mended.length > 0) done = [...done, ...mended];
  }
  return done;
}

/** Gives a key of edata its former name back, in place. */
export function undoRename({ edata }: TelemetryEvent, { path, was }: Repair): void {
  const right = path.slice('/edata/'.length);
  const keys = edata as Record<string, unknown>;
  keys[String(was)] = keys[right];
  delete keys[right];
}
