import { join } from 'node:path';
import { synthesize } from '../dist/local/synthesize.js';
import { startTemplates, temporaryFolder } from './templates/start.mjs';

/** Stages that tests run; each runner would take some ten seconds of processor time to synthesize its own. */
const stages = ['local', 'dev'];

/** Jest's global setup: the stages are synthesized once, and each runner takes a copy. */
export default async function synthesizeForTests({ testPathPatterns }) {
  await startTemplates();
  const { patterns } = testPathPatterns;
  if (patterns.length > 0 && !patterns.some((pattern) => pattern.includes('local'))) return;
  const folder = temporaryFolder('assemblies');
  await Promise.all(stages.map((stage) => synthesize(stage, join(folder, stage))));
  process.env.SUNSTREAM_ASSEMBLIES = folder;
}
