/** An import of one file by another, types included; both as paths from the project's root. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** A source file, as a path from the project's root, and its text. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The folders of the project that import each other. */
export const houses: readonly string[];

/** The TypeScript files of the houses, in order; none that a build writes. */
export function readSources(root: string): Source[];

/** @throws Error for a file that is not there */
export function importsOf(sources: readonly Source[]): Import[];
