import { DependencyError } from '../shared/function/errors.js';

/** What a consumer's secret may be used for. */
export interface Consumer {
  readonly secret: Uint8Array;
  readonly scopes: readonly string[];
  /** `undefined` for all. */
  readonly channels: readonly string[] | undefined;
}

/** Name of a consumer → its record as written: a secret, or `{ secret, scopes?, channels? }`. */
export type ConsumerRecords = Readonly<Record<string, unknown>>;

/** RFC 7518, 3.2: a key of the hash's size or larger must be used; a shorter one can be guessed from one token. */
export const minSecretBytes = 32;

export const defaultScopes: readonly string[] = ['telemetry:write'];

/**
 * Reads the secret that holds all consumers.
 *
 * @throws DependencyError when it isn't a JSON object; the parser's own words would quote the secret
 */
export function readRecords(text: string): ConsumerRecords {
  const records = parse(text);
  if (typeof records === 'object' && records !== null && !Array.isArray(records)) return records as ConsumerRecords;
  throw new DependencyError(
    'consumer secrets: expected a JSON object of a secret or a record a consumer, found something else. Put it right in Secrets Manager (docs/access.md).',
  );
}

/** @returns `undefined` for a record that is not of the documented shape, or whose secret is too short */
export function readConsumer(record: unknown): Consumer | undefined {
  const { secret, scopes, channels, ...others } = (
    typeof record === 'string' ? { secret: record } : (record ?? {})
  ) as Record<string, unknown>;
  // A limit with its name misspelt (`channel`) must not pass for no limit.
  if (Object.keys(others).length > 0) return undefined;
  if (typeof secret !== 'string' || !isOptionalList(scopes) || !isOptionalList(channels)) return undefined;
  const bytes = new TextEncoder().encode(secret);
  return bytes.length < minSecretBytes ? undefined : { secret: bytes, scopes: scopes ?? defaultScopes, channels };
}

function isOptionalList(value: unknown): value is readonly string[] | undefined {
  return value === undefined || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
