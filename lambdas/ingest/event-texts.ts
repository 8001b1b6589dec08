import { jsonStructure } from '../shared/telemetry/json-structure.js';

const elementEnds: ReadonlySet<string> = new Set([',', ']']);

/**
 * The text of each element of a batch's `events`, cut out of valid JSON without recursion: for events that nest too
 * deep to be printed again. The last `events` wins where a body names it twice, as in JSON.parse.
 */
export function eventTexts(body: string): string[] {
  let texts: string[] = [];
  let key = '';
  /** Where the current element begins; `undefined` outside of `events`. */
  let start: number | undefined;
  for (const { kind, at, end, depth } of jsonStructure(body)) {
    if (depth === 1 && kind === '"') key = body.slice(at, end);
    if (depth !== 2) continue;
    if (kind === '[' && JSON.parse(key) === 'events') {
      texts = [];
      start = end;
    } else if (start !== undefined && elementEnds.has(kind)) {
      texts.push(body.slice(start, at).trim());
      start = kind === ',' ? end : undefined;
    }
  }
  return texts.filter((text) => text !== '');
}
