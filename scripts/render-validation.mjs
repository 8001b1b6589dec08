import { eidOf, inProfile } from './schema-profiles.mjs';

/** A row a field of a schema: what each profile asks of it. */
function rowsOf(name, schemas, repairs, { schema, path, required }) {
  const found = resolve(schemas, schema);
  const own = {
    name,
    path,
    strict: describe(found.strict, required.strict),
    compatible: describe(found.compatible, required.compatible),
  };
  const repair = repairs.find(({ field }) => field === (name === everyEid ? path : `${name} ${path}`));
  if (repair) own.compatible += `; repaired: ${repair.mends}`;
  return [own, ...membersOf(name, schemas, repairs, found, path)];
}

const everyEid = 'every eid';

function membersOf(name, schemas, repairs, { strict, compatible }, path) {
  if (strict.items) {
    const items = resolve(schemas, { strict: strict.items, compatible: compatible.items });
    return items.strict.properties ? membersOf(name, schemas, repairs, items, `${path}[]`) : [];
  }
  const at = path === '' ? '' : `${path}.`;
  const rows = Object.keys(strict.properties ?? {}).flatMap((key) =>
    rowsOf(name, schemas, repairs, {
      schema: { strict: strict.properties[key], compatible: compatible.properties[key] },
      path: `${at}${key}`,
      required: { strict: strict.required?.includes(key), compatible: compatible.required?.includes(key) },
    }),
  );
  if (!strict.properties && path !== 'edata') return rows;
  const other = (profile) => (profile.additionalProperties === false ? 'refused' : 'kept');
  return [...rows, { name, path: `${at}…any other key`, strict: other(strict), compatible: other(compatible) }];
}

/** Follows a reference in both profiles. */
function resolve(schemas, { strict, compatible }) {
  if (!strict.$ref) return { strict, compatible };
  const name = strict.$ref.split('/').at(-1);
  const file = schemas.find(({ $id }) => $id === `parts/${name}`);
  return { strict: inProfile(file, 'strict'), compatible: inProfile(file, 'compatible') };
}

function describe(schema, isRequired) {
  const rules = [isRequired ? '**required**' : undefined, typeOf(schema)];
  if (schema.minLength) rules.push('not empty');
  if (schema.minimum !== undefined) rules.push(`at least ${schema.minimum}`);
  return rules.filter(Boolean).join(' ');
}

function typeOf(schema) {
  if (schema.const) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items.type ?? 'object'}s`;
  return schema.type ?? 'object';
}

/** The tables of docs/validation.md: field by field, what `strict` and `compatible` say, and what is repaired. */
export function renderValidation(schemas, repairs) {
  const envelope = schemas.find(({ $id }) => $id === 'envelope.json');
  const eids = schemas.filter((schema) => schema !== envelope && eidOf(schema));
  const rows = [
    ...membersOf(everyEid, schemas, repairs, { strict: envelope, compatible: envelope }, ''),
    ...eids.flatMap((schema) => {
      const edata = {
        strict: inProfile(schema, 'strict').properties.edata,
        compatible: inProfile(schema, 'compatible').properties.edata,
      };
      return membersOf(eidOf(schema), schemas, repairs, edata, 'edata');
    }),
  ];
  return [
    '| eid | field | strict | compatible |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ name, path, strict, compatible }) =>
        `| ${name} | \`${path}\` | ${strict} | ${compatible === strict ? 'as strict' : compatible} |`,
    ),
    '',
    '## Repairs',
    '',
    '| rule | field | what is repaired |',
    '| --- | --- | --- |',
    ...repairs.map(({ rule, field, mends }) => `| \`${rule}\` | \`${field}\` | ${mends} |`),
    '',
  ].join('\n');
}
