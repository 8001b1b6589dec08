import { join } from 'node:path';
import { synthesize } from '../dist/local/synthesize.js';
import { startTemplates, temporaryFolder } from './templates/start.mjs';

/** Stages that tests run. */
const stages = ['local', 'dev'];

/** Jest's global setup: the stages are synthesized before any runner asks, or several would do so at once. */
export default async function synthesizeForTests({ testPathPatterns }) {
  await startTemplates();
  const { patterns } = testPathPatterns;
  if (patterns.length > 0 && !patterns.some((pattern) => /local|cli|e2e|docs/.test(pattern))) return;
  const folder = temporaryFolder('assemblies');
  await Promise.all(stages.map((stage) => synthesize(stage, join(folder, stage))));
}
