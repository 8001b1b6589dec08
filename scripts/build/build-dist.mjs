// Schemas to validators and plans to a module, then TypeScript to dist/, file by file.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, stop } from 'esbuild';
import { compileExhaust } from '../compile-exhaust.mjs';
import { compilePlans } from '../compile-plans.mjs';
import { compileRegistry } from '../compile-registry.mjs';
import { compileSchemas } from '../compile-schemas.mjs';
import { builtOf } from './stamp.mjs';

const root = join(import.meta.dirname, '../..');

/** Builds all of dist/, or changes nothing of it. @throws Error with the lines that say what can't be built */
export async function buildDist(dist) {
  compileSchemas();
  compileRegistry();
  compilePlans();
  compileExhaust();
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['bin', 'lib', 'lambdas', 'local', 'cli', 'bench'].map((folder) => `${folder}/**/*.ts`),
    outdir: 'dist',
    outbase: '.',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    // Written below, once all of it is there.
    write: false,
    logLevel: 'warning',
  });
  await stop();
  // From here on dist/ is neither what it was nor what it will be.
  rmSync(join(dist, builtOf), { force: true });
  for (const { path, contents } of outputFiles) replace(path, contents);
  removeOthers(dist, new Set(outputFiles.map(({ path }) => path)));
}

/** A runner may be starting from a file, so it is the old one or the new one at any time; one that is the same stays. */
function replace(path, contents) {
  if (isSame(path, contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

function isSame(path, contents) {
  try {
    return readFileSync(path).equals(contents);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Files whose source is gone. */
function removeOthers(dist, kept) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path)) rmSync(path, { force: true });
  }
}
