/** In dist/: the stamp of what it was built of. */
export const builtOf: string;

/** What the sources are, as hashes of their names and bytes. */
export function readStamp(folder?: string): {
  /** What templates and functions are made of. */
  readonly stack: string;
  readonly sources: string;
  readonly generated: string;
};
