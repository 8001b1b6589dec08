import * as generated from './all-faults.generated.js';
import { describeError, type RequiredTypes } from './describe-error.js';
import type { Fault, FaultAt, TelemetryEvent } from './types.js';
import type { Profile, Validator } from './validators.js';

const validators = generated as unknown as Readonly<Record<string, Validator>>;
const requiredTypes: Readonly<Record<string, RequiredTypes>> = generated.requiredTypes;
const { maxFaults } = generated;

const typesByName: ReadonlyMap<string, RequiredTypes> = new Map(
  Object.entries(requiredTypes).map(([name, types]) => [name, { ...requiredTypes.envelope, ...types }]),
);

/**
 * What the schema of an event finds wrong with it, in its order, and on behind the first fault; by the envelope alone
 * where the eid has no schema. Only for events that failed: on its way it looks at all of the event.
 */
export function schemaFaults(event: TelemetryEvent, profile: Profile): readonly FaultAt[] {
  const name = nameFor(event, profile);
  const validate = validators[name] as Validator;
  const types = typesFor(event, profile);
  return validate(event) ? [] : (validate.errors ?? []).map((error) => describeError(event, error, types));
}

/** What the schema of an event requires. */
export function typesFor(event: TelemetryEvent, profile: Profile): RequiredTypes {
  return typesByName.get(nameFor(event, profile)) as RequiredTypes;
}

function nameFor({ eid }: TelemetryEvent, profile: Profile): string {
  const name = `${profile}_${eid}`;
  return typeof eid === 'string' && typesByName.has(name) ? name : 'envelope';
}

/** Makes one fault of those of an event. The first stands for it; of several at one place the first counts. */
export function joinFaults(first: Fault, others: readonly (Fault | undefined)[]): Fault {
  const places = new Map<string, FaultAt>();
  for (const { faults, ...fault } of [first, ...others].filter((one) => one !== undefined)) {
    for (const one of faults ?? [fault]) if (!places.has(one.pointer)) places.set(one.pointer, one);
  }
  const faults = [...places.values()].slice(0, maxFaults);
  return faults.length > 1 ? { ...(faults[0] as FaultAt), faults } : first;
}
