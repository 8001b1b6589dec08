import { type ParseError, parse } from 'jsonc-parser';

/** Where JSON goes wrong, as ` (line 2 column 14)`. V8 names the place in some of its messages only. */
export function locateFault(text: string): string {
  const offset = firstFault(text);
  if (offset === undefined) return '';
  const before = text.slice(0, offset).split('\n');
  return ` (line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function firstFault(text: string): number | undefined {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    // The parser recurses, so a text that nests thousands of levels ends its stack. The refusal then names no place.
    if (!(error instanceof RangeError)) throw error;
  }
  return errors[0]?.offset;
}
