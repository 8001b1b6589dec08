import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A temporary file is of no use when nobody has written to it for so long. */
const abandonedMs = 3_600_000;

/** Removes what a crash has left, but nothing that another thread is writing. */
export function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (modified !== undefined && Date.now() - modified > abandonedMs) rmSync(path, { force: true });
  }
}
