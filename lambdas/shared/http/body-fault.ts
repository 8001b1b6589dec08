/** Why a body can't be read. It quotes nothing of the body, which may hold a password or somebody's number. */
export interface BodyFault {
  /** `json`: not the JSON that was expected; `depth`, `size`: more than is taken; `encoding`: one that is not known. */
  readonly kind: 'json' | 'depth' | 'size' | 'encoding';
  /** What is at fault: the body, the header or the parameter that it came by. */
  readonly place: string;
  readonly expected: string;
  readonly found: string;
  /** What to do about it. */
  readonly mend?: string | undefined;
}

/** A fault in a line: `body: expected …, found …. What to do.` */
export function bodyMessage({ place, expected, found, mend }: BodyFault): string {
  return `${place}: expected ${expected}, found ${found}${mend === undefined ? '' : `. ${mend}`}`;
}
