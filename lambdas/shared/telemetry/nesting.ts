/**
 * Whether JSON text nests more than `limit` levels of objects and arrays; without recursion, however deep it is.
 * Nearly every event has fewer brackets than the limit altogether, which is quick to see.
 */
export function nestsDeeper(text: string, limit: number): boolean {
  return hasMoreBrackets(text, limit) && reachesDepth(text, limit + 1);
}

/** Whether JSON text has more than `limit` opening brackets, those in its texts included. */
export function hasMoreBrackets(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++count > limit) return true;
    }
  }
  return false;
}

function reachesDepth(text: string, wanted: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = closingQuote(text, at);
    else if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') depth--;
    if (depth >= wanted) return true;
  }
  return false;
}

/** Index of the quote that closes the string opened at `at`. */
function closingQuote(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}
