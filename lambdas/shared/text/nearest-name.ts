/** Longer than any name that is asked for: edits cost time by the square of the length. */
const maxLength = 100;

/**
 * The known name that somebody is likely to have meant by another one, for the end of an error: "did you mean …?".
 * The nearest by edits (a character put in, left out, replaced, or swapped with the next), case, `-` and `_` aside;
 * of two that are as near, the first. None where more than a third of the characters would be others.
 *
 * Own code, since the functions and the stack both use it: a package would be bundled, and kept up, for thirty lines.
 */
export function nearestName(found: string, known: Iterable<string>): string | undefined {
  if (found.length > maxLength) return undefined;
  const wanted = folded(found);
  let nearest: { readonly name: string; readonly edits: number } | undefined;
  for (const name of known) {
    const other = folded(name);
    const edits = editsBetween(wanted, other);
    const isNear = edits <= Math.ceil(Math.max(wanted.length, other.length) / 3) && edits < wanted.length;
    if (isNear && (!nearest || edits < nearest.edits)) nearest = { name, edits };
  }
  return nearest?.name;
}

const folded = (name: string) => name.toLowerCase().replace(/[-_]/g, '');

/** Optimal string alignment distance (Damerau–Levenshtein, each part edited once), row by row. */
function editsBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const differs = a[row - 1] === b[column - 1] ? 0 : 1;
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + differs,
        isSwap ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, above] = [above, current];
  }
  return at(above, b.length);
}

const at = (row: readonly number[], column: number) => row[column] ?? Number.POSITIVE_INFINITY;
