import { endOfString } from '../shared/telemetry/nesting.js';

/**
 * The text of each element of a batch's `events`, cut out of valid JSON without recursion: for events that nest too
 * deep to be printed again. The last `events` wins where a body names it twice, as in JSON.parse.
 */
export function eventTexts(body: string): string[] {
  let texts: string[] = [];
  let depth = 0;
  let inEvents = false;
  let start = 0;
  for (let at = 0; at < body.length; at++) {
    const char = body[at];
    if (char === '"') {
      const end = endOfString(body, at);
      const array = depth === 1 ? /^\s*:\s*\[/.exec(body.slice(end + 1, end + 100)) : null;
      if (array && JSON.parse(body.slice(at, end + 1)) === 'events') {
        texts = [];
        inEvents = true;
        depth++;
        at = end + array[0].length;
        start = at + 1;
      } else at = end;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      depth--;
      if (inEvents && depth === 1) {
        texts.push(body.slice(start, at).trim());
        inEvents = false;
      }
    } else if (char === ',' && inEvents && depth === 2) {
      texts.push(body.slice(start, at).trim());
      start = at + 1;
    }
  }
  return texts;
}
