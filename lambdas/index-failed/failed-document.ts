import { isObject } from '../shared/telemetry/describe-value.js';
import { cutText } from '../shared/text/well-formed.js';

/** A failed event as it is searched: why it failed and who sent it, never what it says. */
export interface FailedDocument {
  readonly id: string;
  readonly index: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** "Term: at most 32,766 bytes"; in UTF-8 that is far more than this. */
const maxText = 1_024;

/** Keys of a line, and of its event, that are taken as they are where they are texts. */
const [lineTexts, eventTexts] = [
  ['reason', 'stage', 'message', 'pointer', 'expected', 'found'],
  ['eid', 'mid', 'ver'],
];
const pdataTexts = ['id', 'ver', 'pid'];

/**
 * Makes the document of a line of the failed book. Its id is its place in the lake, so that an object that is read twice
 * is indexed once.
 *
 * @returns nothing for a line that is none of the book, and for the later parts of an event in several
 */
export function failedDocument(text: string, object: string, line: number): FailedDocument | undefined {
  const failed = parse(text);
  if (!isObject(failed)) return undefined;
  const { at, part = 1, header, event } = failed;
  const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (part !== 1 || Number.isNaN(time) || typeof failed.reason !== 'string') return undefined;
  const isoTime = new Date(time).toISOString();
  return {
    id: `${object}#${line}`,
    index: `failed-${isoTime.slice(0, 10)}`,
    document: {
      '@timestamp': isoTime,
      ...texts(failed, lineTexts),
      ...pointersOf(failed),
      ...fromEvent(isObject(event) ? event : {}, isObject(header) ? header : {}),
      object,
      line,
    },
  };
}

/** All places at which something is wrong: one field to look in, however many there are. */
function pointersOf({ faults, pointer }: Record<string, unknown>): { readonly pointers?: readonly string[] } {
  const all = Array.isArray(faults) ? faults.filter(isObject) : [{ pointer }];
  const pointers = all.flatMap((fault) => Object.values(texts(fault, ['pointer'])));
  return pointers.length > 0 ? { pointers } : {};
}

function fromEvent(event: Record<string, unknown>, header: Record<string, unknown>): Record<string, unknown> {
  const context = isObject(event.context) ? event.context : {};
  const pdata = isObject(context.pdata) ? texts(context.pdata, pdataTexts) : {};
  return {
    ...texts(event, eventTexts),
    ...(Number.isSafeInteger(event.ets) && { ets: event.ets }),
    ...texts(header, ['channel', 'msgid']),
    ...texts(context, ['channel']),
    ...(Object.keys(pdata).length > 0 && { pdata }),
  };
}

function texts(from: Record<string, unknown>, keys: readonly string[]): Record<string, string> {
  const found = keys.flatMap((key) => {
    const value = from[key];
    return typeof value === 'string' && value !== '' ? [[key, cutText(value, maxText)] as const] : [];
  });
  return Object.fromEntries(found);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A line that breaks off; the object's other lines are indexed all the same.
    return undefined;
  }
}
