import type { SchemaError } from './describe-error.js';
import * as generated from './validators.generated.js';

/**
 * How strictly events are judged. `strict`: the verdict of Sunbird's own 3.0 schemas. `compatible`: what real producers
 * get wrong is mended first, and unknown keys of edata are kept.
 */
export type Profile = 'strict' | 'compatible';

/** True for a valid event; otherwise `errors` holds the first error. */
export interface Validator {
  (event: unknown): boolean;
  errors?: SchemaError[] | null;
}

/** What is known of an eid, compiled from `schemas/telemetry/3.0/` at build time. */
export interface EidRules extends Readonly<Record<Profile, Validator>> {
  /** Keys that its edata documents; all are lower-case. */
  readonly edataKeys: ReadonlySet<string>;
}

const compiled = generated as unknown as Record<string, Validator>;
const edataKeys = generated.edataKeys as Readonly<Record<string, readonly string[]>>;

/** Telemetry 3.0: the event ids that have a schema, and what it says. */
export const eidRules: ReadonlyMap<string, EidRules> = new Map(
  Object.entries(edataKeys).map(([eid, keys]) => [
    eid,
    {
      strict: validator(`strict_${eid}`),
      compatible: validator(`compatible_${eid}`),
      edataKeys: new Set(keys),
    },
  ]),
);

export const knownEids: readonly string[] = [...eidRules.keys()];

function validator(name: string): Validator {
  const found = compiled[name];
  if (!found) throw new Error(`${name}: no such validator; run npm run build.`);
  return found;
}
