/**
 * What is expected at each place that a schema requires, in the words of a fault: `{"/edata/item": "object"}`. An element
 * of a list is `*`.
 *
 * @param schemas those that it may refer to; the last part of an `$id` tells them apart
 */
export function requiredTypes(schema, schemas) {
  const found = {};
  collect(schema, schemas, '', found);
  return found;
}

/** Code that gives each of some exported validators its table, as `requiredTypes`. */
export function typesOnValidators(named, schemas) {
  return named
    .map(([name, schema]) => `${name}.requiredTypes = ${JSON.stringify(requiredTypes(schema, schemas))};`)
    .join('\n');
}

function collect(given, schemas, at, found) {
  const schema = resolve(given, schemas);
  const { properties = {}, required = [], items, allOf = [] } = schema;
  for (const part of allOf) collect(part, schemas, at, found);
  for (const key of required) found[`${at}/${key}`] = typeOf(resolve(properties[key] ?? {}, schemas));
  for (const [key, inner] of Object.entries(properties)) collect(inner, schemas, `${at}/${key}`, found);
  if (items) collect(items, schemas, `${at}/*`, found);
}

function resolve(schema, schemas) {
  if (!schema.$ref) return schema;
  const name = schema.$ref.split('/').at(-1);
  const found = schemas.find(({ $id }) => $id.split('/').at(-1) === name);
  if (!found) throw new Error(`${schema.$ref}: expected a schema of this name, found none.`);
  return found;
}

/** @throws Error where a required key has no rule, so that nobody could be told what is missing */
function typeOf({ const: only, enum: some, type }) {
  if (only !== undefined) return JSON.stringify(only);
  if (some) return `one of ${JSON.stringify(some)}`;
  if (!type) throw new Error('a required key without a type: say in its schema what is expected.');
  return [type].flat().join(' or ');
}
