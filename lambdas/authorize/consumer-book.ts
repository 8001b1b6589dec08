import { type ConsumerRecords, readRecords } from './consumer-record.js';

/** How long the secret is remembered, and how soon an unknown name makes it be read again, in milliseconds. */
const rememberMs = 300_000;
const rereadMs = 30_000;
/** How long a read that failed isn't tried again, in milliseconds. */
const retryMs = 1_000;

export interface ConsumerBookPorts {
  /** The text of the secret. */
  fetch(): Promise<string>;
  now(): number;
}

/**
 * The consumers' records, by name, remembered for five minutes. A name that isn't in them makes the secret be read
 * again, so that a new consumer works soon; at most every 30 seconds, so that a flood of invented names costs nothing.
 *
 * @returns what finds a record; `undefined` when there is none
 */
export function consumerBook({ fetch, now }: ConsumerBookPorts): (name: string) => Promise<unknown> {
  let known: { readonly readAt: number; readonly records: ConsumerRecords } | undefined;
  let failed: { readonly at: number; readonly error: unknown } | undefined;
  return async (name) => {
    if (!known || now() - known.readAt >= ageAllowed(known.records, name)) {
      // What could not be read a moment ago isn't asked for by each request of a flood.
      if (failed && now() - failed.at < retryMs) throw failed.error;
      const readAt = now();
      try {
        known = { readAt, records: readRecords(await fetch()) };
        failed = undefined;
      } catch (error) {
        failed = { at: now(), error };
        throw error;
      }
    }
    return Object.hasOwn(known.records, name) ? known.records[name] : undefined;
  };
}

function ageAllowed(records: ConsumerRecords, name: string): number {
  return Object.hasOwn(records, name) ? rememberMs : rereadMs;
}
