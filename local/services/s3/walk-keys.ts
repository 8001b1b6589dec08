import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './files.js';

/** Compares as S3 lists: by the bytes of UTF-8, which is not how JavaScript compares. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Walks the keys of a bucket in the order of S3.
 * `enters` is asked for each folder as it comes, so that what was listed already isn't read again.
 */
export async function* walkKeys(
  root: string,
  enters: (folder: string) => boolean,
  folder = '',
): AsyncGenerator<string> {
  for (const key of await readFolder(root, folder)) {
    if (!key.endsWith('/')) yield key;
    else if (enters(key)) yield* walkKeys(root, enters, key);
  }
}

/** Folders sort by their name with its slash: `a.b` comes before `a/b`. */
async function readFolder(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error): Dirent[] => {
    if (isMissing(error)) return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .sort(compareKeys);
}
