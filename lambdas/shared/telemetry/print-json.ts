/** JSON text of a parsed value, however deep it nests. */
export function printJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // JSON.stringify recurses: a few thousand levels end the stack.
    if (error instanceof RangeError) return printDeep(value);
    throw error;
  }
}

/** A piece of text, or a value that is still to be printed. */
type Piece = string | { readonly value: unknown };

function printDeep(root: unknown): string {
  const text: string[] = [];
  const left: Piece[] = [{ value: root }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string') text.push(next);
    else for (const piece of piecesOf(next.value).reverse()) left.push(piece);
  }
  return text.join('');
}

function piecesOf(value: unknown): Piece[] {
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)];
  if (Array.isArray(value)) {
    return ['[', ...value.flatMap((element, at): Piece[] => [at > 0 ? ',' : '', { value: element }]), ']'];
  }
  const members = Object.entries(value).flatMap(([key, member], at): Piece[] => [
    `${at > 0 ? ',' : ''}${JSON.stringify(key)}:`,
    { value: member },
  ]);
  return ['{', ...members, '}'];
}
