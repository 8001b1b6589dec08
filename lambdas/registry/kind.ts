import type { RequiredTypes, SchemaError } from '../shared/telemetry/describe-error.js';
import type { IdForm } from './id-forms.js';

/** A record as it was sent, judged by its schema. */
export type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a record. It never quotes a value: it may be personal. */
export interface RecordFault {
  /** JSON pointer; empty for the record as a whole. */
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** True for a valid record; otherwise `errors` holds the first error. */
export interface RecordValidator {
  (record: unknown): boolean;
  errors?: readonly SchemaError[] | null;
  /** What is expected at each place that it requires. */
  readonly requiredTypes?: RequiredTypes;
}

/** What the registry knows of a kind of record. */
export interface Kind {
  readonly idForm: IdForm;
  /** Compiled from `schemas/registry/`. */
  readonly validate: RecordValidator;
  /** Fields, texts all of them, that are sealed before they are stored. */
  readonly personal: readonly string[];
  /** Brings a valid record into its one form, or says what its schema can't. */
  normalize(record: Fields): Fields | RecordFault;
  /** Channel that a record belongs to; absent where a kind belongs to none, and a token bound to channels is no good. */
  readonly channelOf?: (record: Fields) => string;
  /** Ids of the bots that a record is registered with. */
  readonly registrationsOf?: (record: Fields) => readonly string[];
}

export function isFault(value: Fields | RecordFault): value is RecordFault {
  return 'pointer' in value && 'expected' in value && 'found' in value;
}
