import { removeState } from '../../local/disk/state-folder.js';
import { readStateOption, runCommand } from '../terminal/command.js';

const help = `npm run reset -- [options]    removes what the local runner keeps: its state, and nothing else

  --state DIR   folder of the runner's state (default .sunstream)
  --help        this text
`;

runCommand(async () => {
  const state = readStateOption(help);
  if (state === undefined) return 0;
  const done = removeState(state);
  if (!done) {
    console.log(`${state}: nothing of a runner is there; nothing was removed.`);
    return 0;
  }
  const { removed, left, isFolderRemoved } = done;
  console.log(
    `${state}: removed ${[...removed, ...(isFolderRemoved ? ['the folder'] : [])].join(', ') || 'its mark'}.`,
  );
  if (left.length > 0) console.log(`left, since the runner did not make it: ${left.join(', ')}.`);
  return 0;
});
