import { runCommand } from './command.js';
import { reworkCommand } from './rework/command.js';
import { kinds } from './rework/kinds.js';

runCommand(() => reworkCommand(kinds.replay));
