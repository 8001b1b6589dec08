import { cutText } from '../well-formed.js';
import { kindOf, shorten } from './describe-value.js';
import type { Fault } from './types.js';

/** The part of an ajv error that a fault needs. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

type Describe = (params: SchemaError['params'], found: unknown) => Pick<Fault, 'expected' | 'found'>;

const describe: Readonly<Record<string, Describe>> = {
  type: ({ type }, found) => ({ expected: String(type), found: kindOf(found) }),
  required: () => ({ expected: 'a value', found: 'nothing' }),
  enum: ({ allowedValues }, found) => ({ expected: `one of ${shorten(allowedValues)}`, found: shorten(found) }),
  const: ({ allowedValue }, found) => ({ expected: shorten(allowedValue), found: shorten(found) }),
  minLength: () => ({ expected: 'a text that is not empty', found: '""' }),
  pattern: ({ pattern }, found) => ({ expected: `a text like ${pattern}`, found: shorten(found) }),
  minimum: ({ limit }, found) => ({ expected: `at least ${limit}`, found: shorten(found) }),
  additionalProperties: (_, found) => ({ expected: 'no such key', found: kindOf(found) }),
};

/** Turns the first schema error into a fault; `envelope` or `schema`, by where it lies. */
export function describeError(event: unknown, error: SchemaError | undefined): Fault {
  if (!error) throw new Error('a validator refused an event without an error: rebuild the validators');
  const { keyword, params } = error;
  const key = params.missingProperty ?? params.additionalProperty;
  const pointer = error.instancePath + (key === undefined ? '' : `/${escapeKey(String(key))}`);
  const described = describe[keyword]?.(params, valueAt(event, pointer));
  return {
    reason: pointer.startsWith('/edata/') ? 'schema' : 'envelope',
    pointer: cutText(pointer, maxPointerLength),
    ...(described ?? { expected: error.message ?? keyword, found: 'something else' }),
  };
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
