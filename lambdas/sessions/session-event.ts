import { unreadable } from '../shared/exhaust/unreadable.js';
import type { ResultRecord } from '../shared/lake/read-result.js';
import { cutText } from '../shared/text/well-formed.js';

/** One event, as far as a session is made of it. What it hasn't got is absent. */
export interface SessionEvent {
  readonly did: string;
  /** Empty where the producer has none. */
  readonly sid: string;
  /** Epoch milliseconds. */
  readonly ets: number;
  readonly mid: string;
  /** Equal in copies of one event: its fingerprint, or all of its line where it has none. */
  readonly content: string;
  readonly eid: string;
  /** Of an actor who is a person. */
  readonly userId?: string;
  readonly channel?: string;
  readonly env?: string;
  readonly pdataId?: string;
  readonly pdataPid?: string;
  readonly pdataVer?: string;
  readonly objectId?: string;
  readonly objectType?: string;
  readonly type?: string;
  readonly mode?: string;
  /** `pageid`, or DIGIT's `url`. */
  readonly page?: string;
  readonly browser?: string;
  readonly platform?: string;
  readonly cityId?: string;
  readonly plan?: string;
  readonly step?: string;
  /** Of a SUMMARY. */
  readonly timespent?: number;
  readonly pageviews?: number;
  readonly interactions?: number;
}

/** Where each text is; of two places the first that has one. */
const texts = {
  userId: ['actor.id'],
  channel: ['context.channel'],
  env: ['context.env'],
  pdataId: ['context.pdata.id'],
  pdataPid: ['context.pdata.pid'],
  pdataVer: ['context.pdata.ver'],
  objectId: ['object.id'],
  objectType: ['object.type'],
  type: ['edata.type'],
  mode: ['edata.mode'],
  page: ['edata.pageid', 'edata.url'],
  browser: ['edata.uaspec.agent', 'edata.web-browser'],
  platform: ['edata.uaspec.platform', 'edata.platform'],
  cityId: ['edata.cityId'],
  plan: ['plan.name'],
  step: ['plan.step'],
} as const;
const textPlaces = Object.entries(texts).map(
  ([name, places]) => [name, places.map((place) => place.split('.'))] as const,
);
const numbers = ['timespent', 'pageviews', 'interactions'] as const;

/** Longest text that a document has of an event, in characters: no schema bounds a page's id. */
const maxLength = 500;

/** A row of `session-events.sql`, whose `line` is the event as it is stored. */
export function readSessionEvent({ line = '', ...row }: ResultRecord): SessionEvent | typeof unreadable {
  const stored = parse(line);
  if (stored === undefined) return unreadable;
  const { did = '', sid = '', ets, mid = '', fingerprint = '' } = row;
  const event: Record<string, unknown> = {
    did,
    sid,
    ets: Number(ets),
    mid,
    content: fingerprint || line,
    eid: at(stored, ['eid']),
  };
  for (const [name, places] of textPlaces) {
    const text = places.map((place) => textAt(stored, place)).find((found) => found !== '');
    if (text !== undefined) event[name] = text;
  }
  if (textAt(stored, ['actor', 'type']).toLowerCase() !== 'user') delete event.userId;
  for (const name of numbers) {
    const value = at(stored, ['edata', name]);
    // JSON may say 1e999, which is none.
    if (Number.isFinite(value)) event[name] = value;
  }
  return event as unknown as SessionEvent;
}

/** The query reads a line's beginning, and may find all that it asks for in one that is no JSON as a whole. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function at(value: unknown, place: readonly string[]): unknown {
  let found = value;
  for (const key of place) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** A text, shortened; blank where there is none. */
function textAt(value: unknown, place: readonly string[]): string {
  const found = at(value, place);
  return typeof found === 'string' ? cutText(found.trim(), maxLength) : '';
}
