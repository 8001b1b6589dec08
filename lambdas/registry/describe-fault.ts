import { foundForId, idExpected, idPattern } from '../shared/registry/id-pattern.js';
import { expectedAt, type SchemaError } from '../shared/telemetry/describe-error.js';
import { foundKind } from '../shared/telemetry/describe-value.js';
import type { RecordFault, RecordValidator } from './kind.js';

type Describe = (params: SchemaError['params'], found: unknown) => Pick<RecordFault, 'expected' | 'found'>;

/** What the other patterns of the schemas stand for. */
const patternNames: Readonly<Record<string, string>> = { '^[0-9]{4}-[0-9]{2}-[0-9]{2}$': 'a day such as 2026-11-20' };

/** Unlike the faults of events, these quote no value: it may be somebody's phone number. */
const describe: Readonly<Record<string, Describe>> = {
  type: ({ type }, found) => ({ expected: [type].flat().join(' or '), found: foundKind(found) }),
  additionalProperties: (_, found) => ({ expected: 'no such key', found: foundKind(found) }),
  minLength: () => ({ expected: 'a text that is not empty', found: 'an empty text' }),
  maxLength: ({ limit }) => ({ expected: `at most ${limit} characters`, found: 'more' }),
  maxItems: ({ limit }) => ({ expected: `at most ${limit} elements`, found: 'more' }),
  maxProperties: ({ limit }) => ({ expected: `at most ${limit} keys`, found: 'more' }),
  minimum: ({ limit }) => ({ expected: `${limit} or more`, found: 'less' }),
  pattern: ({ pattern }, found) =>
    pattern === idPattern.source
      ? { expected: idExpected, found: foundForId(String(found)) }
      : { expected: patternNames[String(pattern)] ?? `a text like ${pattern}`, found: 'another text' },
};

/** Turns the first schema error into a fault. */
export function describeFault(record: unknown, { errors, requiredTypes = {} }: RecordValidator): RecordFault {
  const [error] = errors ?? [];
  if (!error) throw new Error('a validator refused a record without an error: rebuild the validators');
  const { keyword, params, instancePath } = error;
  const key = params.missingProperty ?? params.additionalProperty;
  const pointer = key === undefined ? instancePath : `${instancePath}/${tellableKey(String(key))}`;
  if (keyword === 'required') return { pointer, expected: expectedAt(pointer, requiredTypes), found: 'nothing' };
  const found = key === undefined ? valueAt(record, instancePath) : strangeValue(error, record);
  const described = describe[keyword]?.(params, found);
  return { pointer, ...(described ?? { expected: error.message ?? keyword, found: 'something else' }) };
}

/** A key of another form than a field's name may be a value that slipped. */
function tellableKey(key: string): string {
  return /^[A-Za-z_]{1,32}$/.test(key) ? key : '…';
}

function strangeValue({ instancePath, params }: SchemaError, record: unknown): unknown {
  const holder = valueAt(record, instancePath) as Record<string, unknown> | undefined;
  return holder?.[String(params.additionalProperty)];
}

/** RFC 6901, for the keys of our own schemas, none of which has a `~` or a `/`. */
function valueAt(record: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], record);
}
