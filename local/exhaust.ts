import { runCommand } from './command.js';
import { actions } from './exhaust/actions.js';
import { help } from './exhaust/help.js';
import { openExhaust } from './exhaust/open-exhaust.js';
import { readOptions } from './exhaust/options.js';
import { RefusedError } from './exhaust/refused-error.js';
import { runAll } from './exhaust/run-all.js';

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
