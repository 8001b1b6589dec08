import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileTrouble } from './file-trouble.js';

/**
 * Makes a folder that a person named, with those above it that are missing. (Not by the `recursive` of `mkdir`, with
 * which Node tries for ever below a folder that takes no entries, such as `/proc`.)
 *
 * @returns whether it had to be made
 * @throws Error in one line when it can't be made, or is no folder
 */
export function makeFolder(folder: string, { option, mode = 0o777 }: { option: string; mode?: number }): boolean {
  const missing: string[] = [];
  try {
    for (let at = folder; !existsSync(at); at = dirname(at)) missing.unshift(at);
    for (const at of missing) mkdirSync(at, { mode });
    if (statSync(folder).isDirectory()) return missing.length > 0;
  } catch (error) {
    throw refusal(folder, option, fileTrouble(error));
  }
  throw refusal(folder, option, 'a file');
}

const refusal = (folder: string, option: string, found: string) =>
  new Error(`${folder}: expected a folder that can be written, found ${found}. Choose another with ${option}.`);
