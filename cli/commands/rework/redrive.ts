import { runCommand } from '../../terminal/command.js';
import { reworkCommand } from './command.js';
import { kinds } from './kinds.js';

runCommand(() => reworkCommand(kinds.redrive));
