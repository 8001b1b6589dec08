// Makes dist/ what the sources are, as every command does first. Where it is that already, nothing is loaded that could
// build it. Two commands at once don't disturb each other, and a build that fails leaves the former one whole.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './build/lock.mjs';
import { builtOf, readStamp } from './build/stamp.mjs';

const dist = join(import.meta.dirname, '../dist');
const stampFile = join(dist, builtOf);

if (!isBuilt(readStamp())) {
  await withLock(`${dist}.lock`, async () => {
    const before = readStamp();
    if (isBuilt(before)) return;
    const { buildDist } = await import('./build/build-dist.mjs');
    await buildDist(dist).catch(fail);
    // What is edited meanwhile is built by the next command: this says what the sources were before.
    const { generated } = readStamp();
    writeFileSync(`${stampFile}.new`, JSON.stringify({ ...before, generated }));
    renameSync(`${stampFile}.new`, stampFile);
  });
}

function isBuilt({ sources, generated }) {
  if (!existsSync(stampFile)) return false;
  const built = JSON.parse(readFileSync(stampFile, 'utf8'));
  return built.sources === sources && built.generated === generated;
}

/** esbuild has said what it found; what else is wrong with a source is its writer's to mend, and needs no stack trace. */
function fail(error) {
  if (!error.errors) console.error(process.env.DEBUG ? error.stack : error.message);
  rmSync(`${dist}.lock`, { recursive: true, force: true });
  process.exit(1);
}
