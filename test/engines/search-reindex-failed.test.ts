import { Readable } from 'node:stream';
import { indexFailedDays } from '../../cli/commands/reindex/index-failed-days.js';
import { rebuild } from '../../cli/commands/reindex/rebuild.js';
import { failedPorts } from '../../cli/commands/reindex/search/failed-ports.js';
import { takeLock } from '../../cli/commands/reindex/search/lock.js';
import { anObjectOfLines } from '../factories/failed-objects.js';
import { aLake, aStoredEvent } from '../factories/stored-events.js';
import { describeWith } from './describe-with.js';
import { useSearch } from './use-search.js';

const key = 'failed/dt=2026-11-10/hour=05/a.json.gz';
const lines = ['schema', 'late'].map((reason) => JSON.stringify({ reason, at: '2026-11-10T05:00:00Z' }));
const lake = {
  async *list(prefix: string) {
    if (key.startsWith(prefix)) yield key;
  },
  open: async () => Readable.from([anObjectOfLines(lines)]),
};
const aRun = (hour: number) => {
  const at = new Date(Date.parse('2026-11-20T00:00:00Z') + hour * 3_600_000).toISOString();
  return { host: 'laptop', pid: 7, at, from: '2026-11-10', to: '2026-11-11' };
};

describeWith('OPENSEARCH_FOLDER', 'search:reindex beside its rebuild, on OpenSearch', (folder) => {
  const search = useSearch(folder);

  it('fills in failed events, once however often it is run', async () => {
    const options = { days: ['2026-11-09', '2026-11-10'], isDryRun: false };
    const ports = { lake, ...failedPorts(search().client), progress: { taken() {}, end() {} } };

    const first = await indexFailedDays(options, ports);
    const second = await indexFailedDays(options, ports);

    expect(first.days[1]).toMatchObject({ before: 0, objects: 1, indexed: 2, refused: 0 });
    expect(second.days.map(({ before }) => before)).toEqual([0, 2]);
    expect(await ports.countOf('failed/')).toBe(2);
  });

  it('lets one rebuild have the lock, and the next when that has freed it', async () => {
    const { client } = search();
    const takes = await Promise.allSettled([takeLock(client, aRun(0), false), takeLock(client, aRun(0), false)]);
    const releases = takes.flatMap((take) => (take.status === 'fulfilled' ? [take.value] : []));

    expect(releases).toHaveLength(1);
    await expect(takeLock(client, aRun(23), false)).rejects.toThrow(
      'found that of 2026-11-10 to 2026-11-11, since 2026-11-20T00:00:00.000Z by process 7 of laptop',
    );
    await releases[0]?.();
    const next = await takeLock(client, aRun(1), false);
    await next();
  });

  it('frees the lock after a rebuild that could not be done', async () => {
    const { client, url } = search();
    const flags = { isDryRun: false, isToday: false, isFailed: false, mayBeFewer: false, isUnlocking: false };
    const place = { search: { url, verifyTls: true }, bucket: undefined, state: '' };
    const event = aStoredEvent('2026-11-10T20:00:00.000Z', 'a');
    await client.index({ index: 'telemetry-2026-11-10', body: { ...event } });

    const run = rebuild({ days: ['2026-11-10'], lateDays: 0, ...flags, ...place }, aLake({}), client);

    await expect(run).rejects.toThrow('found none, while the index holds 1');
    const release = await takeLock(client, aRun(0), false);
    await release();
  });

  it.each([
    ['an old one', aRun(24), false],
    ['any, when told to', aRun(1), true],
  ])('takes the lock from %s, which does not free it any more', async (_, later, isUnlocking) => {
    const { client } = search();
    const release = await takeLock(client, aRun(0), false);

    const releaseLater = await takeLock(client, later, isUnlocking);
    await release();

    await expect(takeLock(client, later, false)).rejects.toThrow('expected no other rebuild');
    await releaseLater();
  });
});
