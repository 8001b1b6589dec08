import { kindOf, shorten } from './describe-value.js';
import type { Fault } from './types.js';

/** The part of an ajv error that a message needs. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

type Describe = (error: SchemaError, found: unknown) => string;

const describe: Readonly<Record<string, Describe>> = {
  type: ({ params }, found) => `expected ${params.type}, found ${kindOf(found)}`,
  required: () => 'expected a value, found nothing',
  enum: ({ params }, found) => `expected one of ${shorten(params.allowedValues)}, found ${shorten(found)}`,
  const: ({ params }, found) => `expected ${shorten(params.allowedValue)}, found ${shorten(found)}`,
  minLength: () => 'expected a text that is not empty, found ""',
  minimum: ({ params }, found) => `expected at least ${params.limit}, found ${shorten(found)}`,
  additionalProperties: ({ params }) => `expected no other keys, found ${shorten(params.additionalProperty)}`,
};

/** Turns the first schema error into `/pointer: expected …, found …`; `envelope` or `schema`, by where it lies. */
export function describeError(event: unknown, error: SchemaError | undefined): Fault {
  if (!error) throw new Error('a validator refused an event without an error: rebuild the validators');
  const missing = error.params.missingProperty;
  const pointer = missing === undefined ? error.instancePath : `${error.instancePath}/${missing}`;
  const text = describe[error.keyword]?.(error, valueAt(event, pointer)) ?? error.message ?? error.keyword;
  return { reason: pointer.startsWith('/edata/') ? 'schema' : 'envelope', message: `${pointer || '/'}: ${text}` };
}

/** RFC 6901: the value that a JSON pointer names, `undefined` where there is none. */
function valueAt(event: unknown, pointer: string): unknown {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], event);
}
