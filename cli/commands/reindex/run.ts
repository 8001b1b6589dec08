import { runCommand } from '../../terminal/command.js';
import { fillFailed } from './fill-failed.js';
import { openLake } from './open-lake.js';
import { openSearch } from './open-search.js';
import { help, readOptions } from './options.js';
import { rebuild } from './rebuild.js';

/** `npm run search:reindex -- --from DAY --to DAY`: days of the index, built again from the lake; or failed events. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env, Date.now());
  if (!options) {
    process.stdout.write(help);
    return 0;
  }
  const lake = openLake(options);
  const client = await openSearch(options, options.isFailed ? 'failed' : 'telemetry');
  return await (options.isFailed ? fillFailed : rebuild)(options, lake, client);
}

runCommand(main);
