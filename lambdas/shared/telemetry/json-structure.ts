/** A bracket, comma or string of JSON text. */
export interface Token {
  readonly kind: '{' | '[' | '}' | ']' | ',' | '"';
  /** Index of its first character. */
  readonly at: number;
  /** Index after its last one. */
  readonly end: number;
  /** Levels of objects and arrays around what it opens, closes or is a part of. */
  readonly depth: number;
}

/** Reads valid JSON text without recursion, however deep it nests. */
export function* jsonStructure(text: string): Generator<Token> {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const kind = text[at];
    if (kind === '"') {
      const end = endOfString(text, at);
      yield { kind, at, end, depth };
      at = end - 1;
    } else if (kind === '{' || kind === '[') {
      depth++;
      yield { kind, at, end: at + 1, depth };
    } else if (kind === '}' || kind === ']') {
      yield { kind, at, end: at + 1, depth };
      depth--;
    } else if (kind === ',') yield { kind, at, end: at + 1, depth };
  }
}

/** Index after the quote that closes the string opened at `at`. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}
