import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../dist/local/synthesize.js';

/** Stages that tests run; each runner would take some ten seconds of processor time to synthesize its own. */
const stages = ['local', 'dev'];

/** Jest's global setup: the stages are synthesized once, and each runner takes a copy. */
export default async function synthesizeForTests({ testPathPatterns }) {
  process.env.SUNSTREAM_TEMPLATES = temporaryFolder('templates');
  const { patterns } = testPathPatterns;
  if (patterns.length > 0 && !patterns.some((pattern) => pattern.includes('local'))) return;
  const folder = temporaryFolder('assemblies');
  await Promise.all(stages.map((stage) => synthesize(stage, join(folder, stage))));
  process.env.SUNSTREAM_ASSEMBLIES = folder;
}

/** Gone when the tests have ended. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `sunstream-${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
