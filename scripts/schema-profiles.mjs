// The two profiles of schemas/telemetry/3.0: `strict` as the files say, `compatible` with an open edata.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../schemas/telemetry/3.0');

export const profiles = ['strict', 'compatible'];

/** All schema files, parsed: the envelope, the 17 eids, and the parts of an edata. */
export function readSchemas() {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

/** The eid that a schema file is for; `undefined` for the envelope and the parts. */
export function eidOf(schema) {
  return schema.properties.eid?.const;
}

/** A schema as one profile has it, under an id of its own. The envelope is the same in both. */
export function inProfile(schema, profile) {
  if (schema.$id === 'envelope.json') return schema;
  const rules = eidOf(schema)
    ? { ...schema, properties: { ...schema.properties, edata: inside(schema.properties.edata, profile) } }
    : inside(schema, profile);
  return {
    ...rules,
    $id: `${profile}/${schema.$id}`,
    ...(rules.allOf && { allOf: [{ $ref: '../envelope.json' }] }),
  };
}

/** `compatible` beside a rule says what that profile has in its place; unknown keys are kept there, however deep. */
function inside(schema, profile) {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((element) => inside(element, profile));
  const { compatible, ...strict } = schema;
  const rules = profile === 'compatible' ? { ...strict, ...compatible } : strict;
  if (profile === 'compatible') delete rules.additionalProperties;
  return Object.fromEntries(Object.entries(rules).map(([key, value]) => [key, inside(value, profile)]));
}
