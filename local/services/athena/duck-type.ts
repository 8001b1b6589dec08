import { quoteName } from './quote.js';

const simple: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  bigint: 'BIGINT',
  int: 'INTEGER',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/**
 * A type of a Glue column as DuckDB writes it: `array<struct<eid:string>>` is `STRUCT("eid" VARCHAR)[]`.
 *
 * @throws Error for a type that isn't read here
 */
export function duckType(type: string): string {
  const known = simple[type];
  if (known !== undefined) return known;
  const [, kind, inside = ''] = /^(array|struct)<(.*)>$/.exec(type) ?? [];
  if (kind === 'array') return `${duckType(inside)}[]`;
  if (kind !== 'struct') {
    throw new Error(
      `NOT_SUPPORTED: expected a column of ${Object.keys(simple).join(', ')}, array or struct, found ${type}. Add it in local/services/athena/duck-type.ts.`,
    );
  }
  const fields = splitFields(inside).map((field) => {
    const colon = field.indexOf(':');
    return `${quoteName(field.slice(0, colon))} ${duckType(field.slice(colon + 1))}`;
  });
  return `STRUCT(${fields.join(', ')})`;
}

/** Cut at the commas that stand in no bracket. */
function splitFields(text: string): string[] {
  const fields = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '<') depth++;
    if (letter === '>') depth--;
    if (letter === ',' && depth === 0) fields.push('');
    else fields[fields.length - 1] += letter;
  }
  return fields;
}
