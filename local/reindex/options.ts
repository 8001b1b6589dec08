import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultState } from '../command.js';
import { readRunning } from '../state-folder.js';
import { readSearchPlace, type SearchPlace } from '../stores/opensearch/search-engine.js';
import { dayAfter, dayOf, daysBetween, isDay } from './utc-days.js';

export const help = `npm run search:reindex -- --from DAY --to DAY [options]    builds days of the index again, from the lake

  --from DAY        first day, by the events' @timestamp in UTC, such as 2026-11-20
  --to DAY          last day (default: the first); a day that ended at least an hour ago
  --dry-run         only counts: the lake's events of these days, and the index's
  --endpoint URL    of OpenSearch, such as the stack's output SearchEndpoint… (default OPENSEARCH_URL, else that of the
                    runner that is up); requests to AWS are signed with your credentials
  --bucket NAME     the lake of a deployed stack, its output LakeBucket, read with your AWS credentials; without it
                    the lake of --state
  --state DIR       folder of a runner's state, which may be up or not (default .sunstream)
  --late-days N     how many days after its own an event may have come to the lake, as after an outage (default 7)
  --today           takes the current day too: only while nothing is writing to the index
  --help            this text

Nothing is seen of it until the end, when the new days take the place of the old ones at once. It may be run again.
Exit code: 0 when all is done, 2 when the index refused documents, 1 when something else went wrong.
`;

export interface Options {
  /** UTC days, in order. */
  readonly days: readonly string[];
  readonly isDryRun: boolean;
  readonly isToday: boolean;
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
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { from, to = from, today: isToday, bucket } = values;
  if (!isDay(from)) throw wrong('--from', 'a day such as 2026-11-20', from);
  if (!isDay(to) || to < from) throw wrong('--to', `a day from ${from} on`, to);
  const last = isToday ? dayOf(now) : dayAfter(dayOf(now - settlingMs), -1);
  if (to > last) throw wrong('--to', `a day up to ${last}, since what is newer is still being written`, to);
  const lateDays = Number(values['late-days']);
  if (!Number.isInteger(lateDays) || lateDays < 0 || lateDays > 366) {
    throw wrong('--late-days', 'a whole number from 0 to 366', values['late-days']);
  }
  const state = resolve(values.state);
  const search = findSearch(values.endpoint, env, state);
  return { days: daysBetween(from, to), isDryRun: values['dry-run'], isToday, search, bucket, state, lateDays };
}

function findSearch(
  endpoint: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  state: string,
): SearchPlace {
  const place = readSearchPlace({ ...env, ...(endpoint !== undefined && { OPENSEARCH_URL: endpoint }) });
  const found = place ?? readRunning(state)?.search;
  if (found) return found;
  throw new Error('--endpoint: expected the URL of an OpenSearch, found none; OPENSEARCH_URL is unset too.');
}

function wrong(what: string, expected: string, found: string): Error {
  return new Error(`${what}: expected ${expected}, found "${found}". --help lists the options.`);
}
