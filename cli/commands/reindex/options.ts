import { parseArgs } from 'node:util';
import { readRunning } from '../../../local/disk/state-folder.js';
import { readSearchPlace, type SearchPlace } from '../../../local/services/opensearch/search-engine.js';
import { defaultState, stateFolder } from '../../terminal/command.js';
import { dayAfter, dayOf, daysBetween, isDay } from './utc-days.js';

export const help = `npm run search:reindex -- --from DAY --to DAY [options]             builds days of the index again, from the lake
npm run search:reindex -- --failed --from DAY --to DAY [options]    indexes failed events that the index may lack

  --from DAY        first day, by the events' @timestamp in UTC, such as 2026-11-20
  --to DAY          last day (default: the first); a day that ended at least an hour ago
  --failed          the objects of failed/ instead, by the days of their folders; what is there already stays as it is,
                    and the current day may be named too
  --dry-run         only counts: the lake's events of these days, and the index's; says what would stop a rebuild
  --fewer           takes a day even where the lake gives over 10 % fewer documents than the index has
  --endpoint URL    of OpenSearch, such as the stack's output SearchEndpoint… (default OPENSEARCH_URL, else that of the
                    runner that is up); requests to AWS are signed with your credentials
  --bucket NAME     the lake of a deployed stack, its output LakeBucket, read with your AWS credentials; without it
                    the lake of --state
  --state DIR       folder of a runner's state, which may be up or not (default .sunstream)
  --late-days N     how many days after its own an event may have come to the lake, as after an outage (default 7)
  --today           takes the current day too: only while nothing is writing to the index
  --unlock          goes on although another rebuild seems to be running: one that ended without a word
  --help            this text

Nothing is seen of a rebuild until the end, when the new days take the place of the old ones at once. It may be run
again; one at a time.
Exit code: 0 when all is done, 2 when the index refused documents or an object of failed/ is broken, 1 when something
else went wrong, or would stop the rebuild that a dry run tries.
`;

export interface Options {
  /** UTC days, in order. */
  readonly days: readonly string[];
  readonly isDryRun: boolean;
  readonly isToday: boolean;
  /** Days of the folders under `failed/`, in place of the events' own. */
  readonly isFailed: boolean;
  /** Whether a rebuilt day may have far fewer documents than the index had. */
  readonly mayBeFewer: boolean;
  /** Whether another run's lock is taken. */
  readonly isUnlocking: boolean;
  readonly search: SearchPlace;
  /** S3 bucket; absent, the lake of `state`. */
  readonly bucket: string | undefined;
  readonly state: string;
  readonly lateDays: number;
}

/** Until the last documents of a day are where they belong: Firehose's longest buffers, and some time. */
const settlingMs = 3_600_000;

/**
 * @returns `undefined` when help was asked for
 * @throws Error saying which option is missing or wrong
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: { type: 'string', default: '' },
      to: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      endpoint: { type: 'string' },
      bucket: { type: 'string' },
      state: { type: 'string', default: defaultState },
      'late-days': { type: 'string', default: '7' },
      today: { type: 'boolean', default: false },
      failed: { type: 'boolean', default: false },
      fewer: { type: 'boolean', default: false },
      unlock: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { from, to = from, today: isToday, failed: isFailed, bucket } = values;
  if (!isDay(from)) throw wrong('--from', 'a day such as 2026-11-20', from);
  if (!isDay(to) || to < from) throw wrong('--to', `a day from ${from} on`, to);
  const last = lastDay(now, { isToday, isFailed });
  if (to > last) throw wrong('--to', `a day up to ${last}, since what is newer is still being written`, to);
  const lateDays = Number(values['late-days']);
  if (!Number.isInteger(lateDays) || lateDays < 0 || lateDays > 366) {
    throw wrong('--late-days', 'a whole number from 0 to 366', values['late-days']);
  }
  const state = stateFolder(values.state);
  const search = findSearch(values.endpoint, env, state);
  const flags = {
    isDryRun: values['dry-run'],
    isToday,
    isFailed,
    mayBeFewer: values.fewer,
    isUnlocking: values.unlock,
  };
  return { days: daysBetween(from, to), ...flags, search, bucket, state, lateDays };
}

/** Folders are days of the pipeline's time zone, which may be one ahead of UTC's. */
function lastDay(now: number, { isToday, isFailed }: Pick<Options, 'isToday' | 'isFailed'>): string {
  if (isFailed) return dayAfter(dayOf(now));
  return isToday ? dayOf(now) : dayAfter(dayOf(now - settlingMs), -1);
}

function findSearch(
  endpoint: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  state: string,
): SearchPlace {
  const place =
    endpoint === undefined ? readSearchPlace(env) : readSearchPlace({ ...env, OPENSEARCH_URL: endpoint }, '--endpoint');
  const found = place ?? readRunning(state)?.search;
  if (found) return found;
  throw new Error('--endpoint: expected the URL of an OpenSearch, found none; OPENSEARCH_URL is unset too.');
}

function wrong(what: string, expected: string, found: string): Error {
  return new Error(`${what}: expected ${expected}, found "${found}". --help lists the options.`);
}
