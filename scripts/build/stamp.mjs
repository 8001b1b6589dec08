import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What a template and its functions are made of; the rest of the sources makes the commands. */
const ofTheStack = ['bin', 'lib', 'lambdas', 'schemas', 'tracking-plans', 'scripts', 'cdk.json', 'package-lock.json'];
const ofTheCommands = ['local', 'cli', 'bench'];

/** In dist/: the stamp of what it was built of. */
export const builtOf = 'built-of.json';

/** A README is in neither, so an edit of one is no reason to build. */
const isRead = (path) => !path.endsWith('.md');

/** Written by the build itself. */
const isGenerated = (path) => path.endsWith('.generated.ts');

/**
 * What the sources are, as hashes of their names and bytes (some 50 ms): `stack` tells assemblies apart, `sources` builds,
 * and `generated` whether what a build wrote beside the sources is still there.
 */
export function readStamp(folder = root) {
  const stack = filesUnder(folder, ofTheStack);
  const commands = filesUnder(folder, ofTheCommands);
  const stackHash = hashOf(
    folder,
    stack.filter((path) => !isGenerated(path)),
  );
  return {
    stack: stackHash,
    sources: `${stackHash} ${hashOf(folder, commands)}`,
    generated: hashOf(folder, stack.filter(isGenerated)),
  };
}

function filesUnder(folder, names) {
  return names.flatMap((name) => {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return [];
    if (stats.isFile()) return [name];
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter(isRead)
      .sort();
  });
}

function hashOf(folder, paths) {
  const hash = createHash('sha1');
  for (const path of paths) {
    const bytes = readFileSync(join(folder, path));
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}
