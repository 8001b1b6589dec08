import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../lib/project-root.js';
import { runCommand } from './command.js';
import { removeState } from './state-folder.js';

const help = `npm run reset -- [options]    removes all state of the local runner

  --state DIR   folder of the runner's state (default .sunstream)
  --help        this text
`;

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      state: { type: 'string', default: resolve(projectRoot, '.sunstream') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const state = resolve(values.state);
  removeState(state);
  console.log(`${state}: removed.`);
  return 0;
});
