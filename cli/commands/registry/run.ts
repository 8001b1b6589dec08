import { runCommand } from '../../terminal/command.js';
import { getRecord } from './get-record.js';
import { importFile } from './import-file.js';
import { openRegistry } from './open-registry.js';
import { type Options, readOptions } from './options.js';

/** `npm run registry -- …`: what each action does. @returns the exit code */
const actions: Readonly<Record<Options['action'], (options: Options) => Promise<number>>> = {
  help: async ({ help }) => {
    process.stdout.write(help);
    return 0;
  },
  import: async (options) => importFile(options, options.isDryRun ? undefined : await openRegistry(options)),
  get: async (options) => getRecord(options, await openRegistry(options)),
};

runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  return actions[options.action](options);
});
