import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { isProgram } from './find-program.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser that CHROMIUM names, or one on PATH. It belongs to the system, so it is looked for and never installed.
 *
 * @returns {{place: string} | {unavailable: string}} its program, or the reason in one line
 * @throws Error when CHROMIUM names no program
 */
export function findChromium({ CHROMIUM: named, PATH = '' } = process.env) {
  if (named && !isProgram(named)) {
    throw new Error(
      `CHROMIUM: expected the path of a browser, found ${named}, which can't be run. Correct or unset it.`,
    );
  }
  const candidates = [...PATH.split(delimiter), '/usr/bin'].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
  // A program of that name may be a stub that only says where to get the browser.
  const place = named || candidates.find((path) => isProgram(path) && saysItsVersion(path));
  return place
    ? { place }
    : { unavailable: `no browser was found on PATH (${names.join(', ')}); CHROMIUM may name one` };
}

function saysItsVersion(path) {
  try {
    execFileSync(path, ['--version'], { timeout: 10_000, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
