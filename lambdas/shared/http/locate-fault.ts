import { visit } from 'jsonc-parser';

/** Where JSON goes wrong, as ` (line 2 column 14)`. V8 names the place in some of its messages only. */
export function locateFault(text: string): string {
  const offset = firstFault(text);
  if (offset === undefined) return '';
  const line = countBreaks(text, offset) + 1;
  return ` (line ${line} column ${offset - text.lastIndexOf('\n', offset - 1)})`;
}

class FaultAt extends Error {
  constructor(readonly offset: number) {
    super();
  }
}

/** Stops at the first fault: a body of nothing but faults must not fill the memory with them. */
function firstFault(text: string): number | undefined {
  try {
    visit(
      text,
      {
        onError: (_, offset) => {
          throw new FaultAt(offset);
        },
      },
      { disallowComments: true, allowTrailingComma: false },
    );
  } catch (error) {
    if (error instanceof FaultAt) return error.offset;
    // The parser recurses, so a text that nests thousands of levels ends its stack. The refusal then names no place.
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

function countBreaks(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
