import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A program of the system: it is looked for on PATH, and never installed.
 *
 * @returns {{place: string} | {unavailable: string}} its path, or the reason in one line
 */
export function findProgram(names, { PATH = '' } = process.env) {
  const candidates = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const place = candidates.find(isProgram);
  return place ? { place } : { unavailable: `${names.join(', ')}: none of these programs was found on PATH` };
}

export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
