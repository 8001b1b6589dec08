import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../lib/project-root.js';
import { readRunning } from './state-folder.js';

const { values } = parseArgs({ options: { state: { type: 'string', default: resolve(projectRoot, '.sunstream') } } });
const state = resolve(values.state);
const running = readRunning(state);
if (running) {
  console.error(`${state}: in use by process ${running.pid} (${running.url}). Stop it first.`);
  process.exit(1);
}
rmSync(state, { recursive: true, force: true });
console.log(`${state}: removed.`);
