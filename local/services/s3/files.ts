import { link, mkdir, rename, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

const inTheWay = new Set(['EISDIR', 'EEXIST']);
const missing = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** Whether a file isn't there, or can't be: one of its folders is a file, or its name is too long. */
export function isMissing(error: unknown): boolean {
  return missing.has(codeOf(error));
}

/** The file system's own name of an error, such as `EEXIST`. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

/**
 * Moves a finished file into its place in one step, and makes the folders on the way.
 * With `onlyNew` it is a link, the one operation that fails when somebody else was first.
 */
export async function place(temporary: string, target: string, onlyNew = false): Promise<void> {
  for (let triesLeft = 10; ; triesLeft--) {
    await mkdir(dirname(target), { recursive: true });
    try {
      return await (onlyNew ? link : rename)(temporary, target);
    } catch (error) {
      // A delete may remove an emptied folder at any moment.
      const again = codeOf(error) === 'ENOENT' || (inTheWay.has(codeOf(error)) && (await removeEmpty(target)));
      if (!again || triesLeft === 0) throw error;
    }
  }
}

/** Removes the folders that a deleted file left empty, up to and without `root`. */
export async function pruneFolders(folder: string, root: string): Promise<void> {
  for (let at = folder; at.length > root.length; at = dirname(at)) {
    if (!(await removeEmpty(at))) return;
  }
}

async function removeEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch {
    return false;
  }
}
