import { runCommand } from '../../terminal/command.js';
import { actions } from './actions.js';
import { help } from './help.js';
import { openExhaust } from './open-exhaust.js';
import { readOptions } from './options.js';
import { RefusedError } from './refused-error.js';
import { runAll } from './run-all.js';

const refused = 2;

runCommand(async () => {
  const [action, ...others] = process.argv.slice(2);
  // Not of the API, and of no channel.
  if (action === 'run-all' && !others.includes('--help')) return runAll(others);
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(help);
    return 0;
  }
  const { scopes, run } = actions[options.action];
  try {
    return await run(options, await openExhaust(options, scopes(options)));
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    console.error(error.message);
    return refused;
  }
});
