import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const minutes = 60_000;

/**
 * Fetches an engine once, into a folder of its version. Whatever stops that (no such program, no registry) is a reason
 * to skip what needs the engine.
 *
 * @param {{name: string, version: string, steps: (folder: string) => [program: string, ...args: string[]][]}} engine
 * @returns {Promise<{place: string} | {unavailable: string}>} its folder, or the reason in one line
 */
export async function install({ name, version, steps }) {
  const folder = join(root, 'node_modules/.cache/sunstream', name, version);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return { place: folder };
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const [program, ...args] of steps(folder)) await run(program, args, { timeout: 5 * minutes });
    await writeFile(complete, '');
    return { place: folder };
  } catch (error) {
    return { unavailable: `${name} ${version} could not be installed: ${reasonOf(error)}` };
  }
}

/** What a person needs to know: the missing program, or the first error that one printed. */
function reasonOf({ code, path, message, stdout = '', stderr = '' }) {
  if (code === 'ENOENT') return `${path} was not found`;
  const lines = stripVTControlCharacters(`${stderr}\n${stdout}`).split('\n');
  const told = lines.find((line) => line.includes('ERROR')) ?? message.split('\n')[0];
  return told.trim().slice(0, 200);
}
