import { readStateOption, runCommand } from './command.js';
import { removeState } from './state-folder.js';

const help = `npm run reset -- [options]    removes all state of the local runner

  --state DIR   folder of the runner's state (default .sunstream)
  --help        this text
`;

runCommand(async () => {
  const state = readStateOption(help);
  if (state === undefined) return 0;
  removeState(state);
  console.log(`${state}: removed.`);
  return 0;
});
