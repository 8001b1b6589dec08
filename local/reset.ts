import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../lib/project-root.js';
import { ownerOf } from './state-folder.js';

const { values } = parseArgs({ options: { state: { type: 'string', default: resolve(projectRoot, '.sunstream') } } });
const state = resolve(values.state);
const owner = ownerOf(state);
if (owner !== undefined) {
  console.error(`${state}: in use by process ${owner}. Stop it first.`);
  process.exit(1);
}
rmSync(state, { recursive: true, force: true });
console.log(`${state}: removed.`);
