import type { OpenFields } from '../shared/registry/cached-lookup.js';
import { placeFields } from '../shared/registry/place-fields.js';
import type { UserAgentSpec } from './parse-user-agent.js';
import type { Registration } from './read-registration.js';

/** What is known of a device when it registers. */
export interface Sighting {
  readonly registration: Registration;
  readonly uaspec: UserAgentSpec | undefined;
  /** The location of its network, if that is known. */
  readonly location: OpenFields | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** No smartphone is older: what is below was not in milliseconds, or is of a clock that was never set. */
const earliest = Date.UTC(2007, 0, 1);

/**
 * A device's record after it has registered. What it doesn't say stays as it was, but what belongs together is replaced
 * together: a new state without a district has none, and a place is one network's place.
 */
export function mergeDevice(did: string, before: OpenFields = {}, seen: Sighting): OpenFields {
  const { userdeclared, firstaccess, ...said } = seen.registration;
  const declared = mergeDeclared(before.userdeclared as Registration['userdeclared'], userdeclared);
  return {
    ...(seen.location ? { ...without(before, placeFields), ...only(seen.location, placeFields) } : before),
    id: did,
    ...said,
    ...(seen.uaspec && { uaspec: seen.uaspec }),
    ...(declared && { userdeclared: declared }),
    firstaccess: before.firstaccess ?? plausible(firstaccess, seen.now),
  };
}

function mergeDeclared(before: Registration['userdeclared'], now: Registration['userdeclared']) {
  const moved = now?.state !== undefined && now.state !== before?.state;
  return moved ? now : now && { ...before, ...now };
}

/** A time that a device may have been used first at; else it is now. */
function plausible(firstaccess: number | undefined, now: number): number {
  return firstaccess !== undefined && firstaccess >= earliest && firstaccess <= now ? firstaccess : now;
}

function without(fields: OpenFields, names: readonly string[]): OpenFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function only(fields: OpenFields, names: readonly string[]): OpenFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}
