import { cutText } from '../text/well-formed.js';
import { foundKind, shorten } from './describe-value.js';
import type { FaultAt } from './types.js';

/** The part of an ajv error that a fault needs. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/**
 * What is expected at each place that a schema requires, by its pointer: `{'/edata/item': 'object'}`. An element of a
 * list is `*`.
 */
export type RequiredTypes = Readonly<Record<string, string>>;

type Describe = (params: SchemaError['params'], found: unknown) => Pick<FaultAt, 'expected' | 'found'>;

const describe: Readonly<Record<string, Describe>> = {
  type: ({ type }, found) => ({ expected: [type].flat().join(' or '), found: foundKind(found) }),
  enum: ({ allowedValues }, found) => ({ expected: `one of ${shorten(allowedValues)}`, found: shorten(found) }),
  const: ({ allowedValue }, found) => ({ expected: shorten(allowedValue), found: shorten(found) }),
  minLength: () => ({ expected: 'a text that is not empty', found: '""' }),
  pattern: ({ pattern }, found) => ({ expected: `a text like ${pattern}`, found: shorten(found) }),
  minimum: ({ limit }, found) => ({ expected: `at least ${limit}`, found: shorten(found) }),
  additionalProperties: (_, found) => ({ expected: 'no such key', found: foundKind(found) }),
};

/** Turns a schema error into a fault; `envelope` or `schema`, by where it lies. */
export function describeError(event: unknown, error: SchemaError | undefined, types: RequiredTypes): FaultAt {
  if (!error) throw new Error('a validator refused an event without an error: rebuild the validators');
  const { keyword, params } = error;
  const key = params.missingProperty ?? params.additionalProperty;
  const pointer = error.instancePath + (key === undefined ? '' : `/${escapeKey(String(key))}`);
  const described =
    keyword === 'required'
      ? { expected: expectedAt(pointer, types), found: 'nothing' }
      : describe[keyword]?.(params, valueAt(event, pointer));
  return {
    reason: pointer.startsWith('/edata/') ? 'schema' : 'envelope',
    pointer: cutText(pointer, maxPointerLength),
    ...(described ?? { expected: error.message ?? keyword, found: 'something else' }),
  };
}

/** What is expected at the pointer of a required key. Indexes of lists are `*` there; no key that a schema requires is a number. */
export function expectedAt(pointer: string, types: RequiredTypes): string {
  return types[pointer.replace(/\/\d+(?=\/)/g, '/*')] ?? 'a value';
}

/** A producer's own key may be endless, and the answer and the failed book repeat it. */
const maxPointerLength = 256;

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** RFC 6901: the value that a JSON pointer names, `undefined` where there is none. */
function valueAt(event: unknown, pointer: string): unknown {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], event);
}
