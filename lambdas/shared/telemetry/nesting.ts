/**
 * Whether JSON text nests more than `limit` levels of objects and arrays.
 * Nearly every event has fewer brackets than the limit altogether, which is quick to see.
 */
export function nestsDeeper(text: string, limit: number): boolean {
  return hasMoreBrackets(text, limit) && depthOf(text, limit) > limit;
}

function hasMoreBrackets(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++count > limit) return true;
    }
  }
  return false;
}

/** Deepest level of JSON text, counted no further than one past the limit. */
function depthOf(text: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length && deepest <= limit; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
    else if (char === '}' || char === ']') depth--;
  }
  return deepest;
}

/** Index of the quote that closes the string opened at `at`. */
export function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}
