import { usageError } from '../../terminal/command.js';
import { findMachine, type Machine, needMachine } from '../rework/find-machine.js';
import { startAlone } from '../rework/follow.js';
import { watch } from '../rework/watch.js';
import { help, readOptions, type SessionsOptions } from './read-options.js';
import { report } from './report.js';

const machine: Machine = { machine: 'sessionsStateMachine', output: 'SessionsStateMachine' };

/** Exit codes; the others are in `report.ts` and `watch.ts`. */
const [done, usage] = [0, 2];

/** `npm run sessions`: starts the state machine as its schedule does, shows how far it is, says what was made. */
export async function sessionsCommand(): Promise<number> {
  const options = tryReadOptions();
  if (options === 'wrong') return usage;
  if (options === undefined) {
    process.stdout.write(help);
    return done;
  }
  const { client, stateMachine } = findMachine(machine, options);
  const { execution, input, state } = options;
  const executionArn = execution ?? (await startAlone(client, needMachine(machine, stateMachine), input));
  return watch({ name: 'sessions', unit: 'days', client, executionArn, state, report });
}

function tryReadOptions(): SessionsOptions | undefined | 'wrong' {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(usageError(error) ?? `${(error as Error).message} --help lists the options.`);
    return 'wrong';
  }
}
