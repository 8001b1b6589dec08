import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of the project's package.json; the same from the sources and from `dist/`. */
export const projectRoot = findRoot(import.meta.dirname);

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`package.json: not found above ${import.meta.dirname}.`);
  return findRoot(parent);
}
