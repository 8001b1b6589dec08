import { runCommand } from '../../terminal/command.js';
import { sessionsCommand } from './command.js';

runCommand(sessionsCommand);
