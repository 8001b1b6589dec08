import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRunning } from '../../../local/disk/state-folder.js';
import { readTemplate } from '../../../local/template/template.js';
import { addCounts, type Tally } from './add-counts.js';
import { tallyLake } from './tally-lake.js';
import { tallyLogs } from './tally-logs.js';

/**
 * What the functions of a runner logged and what lies in its S3, hour by hour. The runner may be up or not.
 *
 * @throws Error when the folder is no runner's
 */
export function localCounts(state: string): Tally {
  const { hours, unreadable } = tallyLogs(join(state, 'logs'));
  const place = { s3Folder: join(state, 's3'), lakeBucket: lakeBucketOf(state) };
  const lake = tallyLake(place);
  for (const [hour, counts] of lake.hours) addCounts(hours, hour, counts);
  return { hours, unreadable: [...unreadable, ...lake.unreadable] };
}

function lakeBucketOf(state: string): string {
  const running = readRunning(state);
  if (running) return running.lakeBucket;
  const folder = join(state, 'cdk.out');
  if (!existsSync(folder)) {
    throw new Error(
      `${state}: expected the state folder of a runner, found none. npm start makes one; --aws asks AWS.`,
    );
  }
  return readTemplate(folder).output('LakeBucket');
}
