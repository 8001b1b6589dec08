import { kindOf } from '../shared/telemetry/describe-value.js';
import { hasMoreBrackets } from '../shared/telemetry/nesting.js';
import { locateFault } from './locate-fault.js';
import { type Refused, refuse } from './refusal.js';

/** An HTTP request's envelope. */
export interface Batch {
  readonly msgid: string | undefined;
  readonly did: string | undefined;
  /** As the producer sent them; judged one by one. */
  readonly events: readonly unknown[];
}

/** Events a batch at most. The SDKs stop at 1,000; the rest is room for relays. */
export const maxBatchEvents = 10_000;
/** Objects and lists of a body at most: a few KB of gzip may hold millions, and parsed they end a function's memory. */
const maxContainers = 1_000_000;
/** Characters of a msgid that are kept; producers send a UUID or an MD5. */
const maxMsgidLength = 256;

/**
 * Reads the envelope. Only `events` matters: players post without `params`, old clients without `ets`.
 *
 * @returns the batch, or the refusal to answer with
 */
export function readBatch(text: string): Batch | Refused {
  const body = parse(text);
  if ('refused' in body) return body.refused;
  const envelope = body.value;
  if (kindOf(envelope) !== 'object') {
    return refuse('batch', `body: expected an object with events, found ${kindOf(envelope)}`);
  }
  const { events, params } = envelope as { events?: unknown; params?: unknown };
  if (!Array.isArray(events)) return refuse('batch', `/events: expected array, found ${kindOf(events)}`);
  if (events.length > maxBatchEvents) {
    return refuse(
      'size',
      `/events: expected at most ${maxBatchEvents}, found ${events.length}. Send fewer events a batch.`,
    );
  }
  const { msgid, did } = (params ?? {}) as { msgid?: unknown; did?: unknown };
  return { msgid: textOf(msgid), did: textOf(did), events };
}

/** V8 quotes what surrounds the fault, which may be a password. */
const quotedBody = /, (\.{3})?".*"(\.{3})? is not valid JSON$/s;

function parse(text: string): { value: unknown } | { refused: Refused } {
  if (text.trim() === '') return { refused: refuse('json', 'body: expected JSON, found nothing') };
  if (hasMoreBrackets(text, maxContainers)) {
    return {
      refused: refuse(
        'size',
        `body: expected at most ${maxContainers} objects and arrays, found more. Send fewer events a batch.`,
      ),
    };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const { message } = error as Error;
    const place = /line \d+ column/.test(message) ? '' : locateFault(text);
    return { refused: refuse('json', `body: expected JSON, found: ${message.replace(quotedBody, '')}${place}`) };
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, maxMsgidLength).toWellFormed() : undefined;
}
