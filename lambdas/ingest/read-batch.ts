import type { RawBody } from '../shared/http/raw-body.js';
import type { BodySizes } from '../shared/http/read-body.js';
import { type JsonLimits, readJsonBody } from '../shared/http/read-json.js';
import { kindOf } from '../shared/telemetry/describe-value.js';
import { cutText } from '../shared/text/well-formed.js';
import { type Refused, refuse, refuseBody } from './refusal.js';

/** An HTTP request's envelope. */
export interface Batch {
  readonly msgid: string | undefined;
  readonly did: string | undefined;
  /** As the producer sent them; judged one by one. */
  readonly events: readonly unknown[];
}

/** Events a batch at most. The SDKs stop at 1,000; the rest is room for relays. */
export const maxBatchEvents = 10_000;
const mend = 'Send fewer events a batch.';
/**
 * "Lambda limits: 6 MB an invocation", of which base64 and the envelope leave 4 MiB for bytes; as text 5 MiB are
 * upstream's limit.
 */
export const batchSizes: BodySizes = {
  text: 5 * 1024 * 1024,
  coded: 4 * 1024 * 1024,
  inflated: 16 * 1024 * 1024,
  mend,
};
/**
 * A few KB of gzip may hold millions of objects, and parsed they end a function's memory. Depth and halves are each
 * event's own: it fails by the one, and the other is looked for once its fingerprint is taken.
 */
const limits: JsonLimits = { containers: 1_000_000, keepsHalves: true, mend };
/** Characters of a msgid that are kept; producers send a UUID or an MD5. */
const maxMsgidLength = 256;

/**
 * Reads the envelope. Only `events` matters: players post without `params`, old clients without `ets`.
 *
 * @returns the batch, or the refusal to answer with
 */
export function readBatch(raw: RawBody): Batch | Refused {
  const body = readJsonBody(raw, batchSizes, limits);
  if ('fault' in body) return refuseBody(body.fault);
  const envelope = body.value;
  if (kindOf(envelope) !== 'object') {
    return refuse('batch', `${raw.place ?? 'body'}: expected an object with events, found ${kindOf(envelope)}`);
  }
  const { events, params } = envelope as { events?: unknown; params?: unknown };
  if (!Array.isArray(events)) return refuse('batch', `/events: expected array, found ${kindOf(events)}`);
  if (events.length > maxBatchEvents) {
    return refuse('size', `/events: expected at most ${maxBatchEvents}, found ${events.length}. ${mend}`);
  }
  const { msgid, did } = (params ?? {}) as { msgid?: unknown; did?: unknown };
  return { msgid: textOf(msgid), did: textOf(did), events };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? cutText(value, maxMsgidLength) : undefined;
}
