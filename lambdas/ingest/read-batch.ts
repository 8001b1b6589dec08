import { kindOf } from '../shared/telemetry/describe-value.js';
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

function parse(text: string): { value: unknown } | { refused: Refused } {
  if (text.trim() === '') return { refused: refuse('json', 'body: expected JSON, found nothing') };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { refused: refuse('json', `body: expected JSON, found: ${locate(text, error as Error)}`) };
  }
}

/** V8 names the position inside its message; line and column say it for people. */
function locate(text: string, { message }: Error): string {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined || /line \d+ column/.test(message)) return message;
  const before = text.slice(0, Number(position)).split('\n');
  return `${message} (line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, maxMsgidLength) : undefined;
}
