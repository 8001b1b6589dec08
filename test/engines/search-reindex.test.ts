import type { Lake } from '../../cli/commands/reindex/lake-events.js';
import { searchPortsOf } from '../../cli/commands/reindex/open-search.js';
import { type Report, rebuildDays } from '../../cli/commands/reindex/rebuild-days.js';
import { aLake, aStoredEvent, type StoredEvent } from '../factories/stored-events.js';
import { describeWith } from './describe-with.js';
import { useSearch } from './use-search.js';

const days = ['2026-11-10', '2026-11-11'];
const indexOf = (day: string) => `telemetry-${day}`;
/** Two more than a bulk request holds, of a moment. */
const many = (time: string, name: string) =>
  Array.from({ length: 1_002 }, (_, index) => aStoredEvent(time, `${name}-${index}`));

describeWith('OPENSEARCH_FOLDER', 'search:reindex, on OpenSearch', (folder) => {
  const search = useSearch(folder);
  let runs = 0;

  const rebuild = (lake: Lake, asked: { isDryRun?: boolean; mayBeFewer?: boolean } = {}): Promise<Report> => {
    const ports = { lake, ...searchPortsOf(search().client, `run${++runs}`), progress: { taken() {}, end() {} } };
    const place = { url: search().url, verifyTls: true };
    const flags = { isDryRun: false, isToday: false, isFailed: false, mayBeFewer: false, isUnlocking: false, ...asked };
    return rebuildDays({ days, ...flags, search: place, bucket: undefined, state: '', lateDays: 3 }, ports);
  };

  /** Puts documents as Firehose does: with ids of its own, into the index of the day on which they arrived. */
  const deliver = async (arrivals: Readonly<Record<string, readonly StoredEvent[]>>) => {
    for (const [day, events] of Object.entries(arrivals)) {
      const lines = events.flatMap((event) => [{ index: { _index: indexOf(day) } }, event]);
      const { body } = await search().client.bulk({ body: lines, refresh: true });
      expect(body.items.filter(({ index }) => (index?.status ?? 0) >= 300)).toEqual([]);
    }
  };

  /** All that a search of `telemetry-*` finds: `mid fingerprint @timestamp`, sorted, repeats included. */
  const found = async (): Promise<string[]> => {
    await search().client.indices.refresh({ index: 'telemetry-*' });
    const scroll = search().client.helpers.scrollDocuments<StoredEvent>({
      index: 'telemetry-*',
      size: 5_000,
      body: {},
    });
    const all: string[] = [];
    for await (const event of scroll) all.push(nameOf(event));
    return all.sort();
  };

  it('leaves each event of the days once, and those of other days as they were', async () => {
    const evening = many('2026-11-10T20:00:00.000Z', 'evening');
    const noon = many('2026-11-11T12:00:00.000Z', 'noon');
    const [early, first, last, next] = [
      aStoredEvent('2026-11-09T23:59:59.999Z', 'early'),
      aStoredEvent('2026-11-10T00:00:00.000Z', 'first'),
      aStoredEvent('2026-11-11T23:59:59.999Z', 'last'),
      aStoredEvent('2026-11-12T00:00:00.000Z', 'next'),
    ];
    const outage = aStoredEvent('2026-11-11T08:00:00.000Z', 'held-up');
    const twin = aStoredEvent('2026-11-10T09:00:00.000Z', 'evening-7', { metadata: { fingerprint: 'another' } });
    const notIndexed = aStoredEvent('2026-11-10T09:00:01.000Z', 'given-up-by-firehose');
    const odd = aStoredEvent('2026-11-09T22:00:00.000Z', 'odd', { actor: 'nobody' });
    const repeated = evening.slice(0, 20);
    // Folders are days of arrival in a zone east of UTC: the evening lies in the next one.
    const lake = aLake({
      '2026-11-10': [[early, first, odd, twin, notIndexed]],
      '2026-11-11': [evening, [...repeated, twin], noon],
      '2026-11-12': [[last, next], repeated],
      '2026-11-14': [[outage]],
    });
    await deliver({
      '2026-11-10': [early, odd, first, ...evening, twin, twin, ...repeated],
      '2026-11-11': [...noon, ...repeated],
      '2026-11-12': [last, next, next],
      '2026-11-14': [outage],
    });

    const report = await rebuild(lake);

    const once = [first, last, outage, twin, notIndexed, ...evening, ...noon];
    expect(await found()).toEqual([...once, early, odd, next, next].map(nameOf).sort());
    expect(report).toMatchObject({
      days: [
        {
          day: days[0],
          before: 1_045,
          read: 1_046,
          indexed: 1_005,
          repeats: 41,
          collisions: 1,
          refused: 0,
          carried: 2,
        },
        { day: days[1], before: 1_004, read: 1_004, indexed: 1_004, repeats: 0, collisions: 0, refused: 0, carried: 0 },
      ],
      removed: 2,
      refused: [],
    });
  }, 120_000);

  it('gives the same when it is run again, over what it has built', async () => {
    const events = [aStoredEvent('2026-11-10T20:00:00.000Z', 'a'), aStoredEvent('2026-11-11T20:00:00.000Z', 'b')];
    const before = aStoredEvent('2026-11-09T23:00:00.000Z', 'before', { actor: 'nobody' });
    const lake = aLake({ '2026-11-11': [events, events] });
    await deliver({ '2026-11-10': [before, ...events] });

    const first = await rebuild(lake);
    const second = await rebuild(lake);

    expect(await found()).toEqual([...events, before].map(nameOf).sort());
    expect(second).toEqual({
      ...first,
      days: first.days.map((day) => ({ ...day, before: 1 })),
      removed: 0,
    });
    const { body } = await search().client.search({
      index: 'telemetry-*',
      body: { query: { term: { mid: 'before' } } },
    });
    // What the pipeline had put aside of it is as it was.
    expect(body.hits.hits[0]?._source).toMatchObject({ unfit: [{ path: '/actor', value: 'nobody' }] });
  });

  it('makes indices by the template, which Firehose goes on writing to under their days', async () => {
    const late = aStoredEvent('2026-11-10T20:00:01.000Z', 'late');
    await rebuild(aLake({ '2026-11-11': [[aStoredEvent('2026-11-10T20:00:00.000Z', 'a')]] }));

    await deliver({ '2026-11-10': [late], '2026-11-13': [aStoredEvent('2026-11-13T20:00:01.000Z', 'now')] });

    const { body } = await search().client.indices.getMapping({ index: 'telemetry-*' });
    const mappings = Object.values(body).map((index) => JSON.stringify(index));
    expect(new Set(mappings).size).toBe(1);
    expect(await found()).toContain(nameOf(late));
  });

  it('only counts in a dry run', async () => {
    const event = aStoredEvent('2026-11-10T20:00:00.000Z', 'a');
    await deliver({ '2026-11-10': [event, event] });
    const indices = async () => Object.keys((await search().client.indices.getAlias({ index: '*' })).body);
    const before = await indices();

    const report = await rebuild(aLake({ '2026-11-11': [[event], [event]] }), { isDryRun: true });

    expect(report.days[0]).toMatchObject({ before: 2, read: 2 });
    expect(await indices()).toEqual(before);
  });

  it('does not put an empty day in the place of one that the lake has no more', async () => {
    await deliver({ '2026-11-10': [aStoredEvent('2026-11-10T20:00:00.000Z', 'a')] });

    await expect(rebuild(aLake({}))).rejects.toThrow('2026-11-10: expected events in the lake, found none');

    expect(await found()).toHaveLength(1);
  });

  it('does not put a part of a day in the place of a fuller one, but where it is told to', async () => {
    const all = many('2026-11-10T20:00:00.000Z', 'evening');
    const part = aLake({ '2026-11-11': [all.slice(0, 500)] });
    await deliver({ '2026-11-10': all });

    const dry = await rebuild(part, { isDryRun: true });
    await expect(rebuild(part)).rejects.toThrow('2026-11-10: expected 902 documents or more');
    const kept = await found();
    await rebuild(part, { mayBeFewer: true });

    expect(dry.faults).toEqual([expect.stringContaining('since the index holds 1002, found 500')]);
    expect(kept).toHaveLength(1_002);
    expect(await found()).toHaveLength(500);
  });

  it('makes no index of a day of which there is nothing', async () => {
    await rebuild(aLake({}));

    expect(Object.keys((await search().client.indices.getAlias({ index: 'rebuilt-*' })).body)).toEqual([]);
  });

  it('tells of documents that the index refuses, and swaps the others in', async () => {
    const good = aStoredEvent('2026-11-10T20:00:00.000Z', 'good');
    const bad = aStoredEvent('2026-11-10T20:00:00.000Z', 'bad', { syncts: 'no time' });

    const { refused } = await rebuild(aLake({ '2026-11-11': [[bad, good]] }));

    expect(refused).toEqual([{ mid: 'bad', reason: expect.stringContaining('syncts') }]);
    expect(await found()).toEqual([nameOf(good)]);
  });

  it('removes what a run before it has left half done', async () => {
    const event = aStoredEvent('2026-11-10T20:00:00.000Z', 'a');
    await search().client.indices.create({ index: 'rebuilt-telemetry-2026-11-10-dead' });

    await rebuild(aLake({ '2026-11-11': [[event]], '2026-11-12': [[aStoredEvent('2026-11-11T20:00:00.000Z', 'b')]] }));

    const { body } = await search().client.indices.getAlias({ index: 'rebuilt-*' });
    expect(Object.keys(body)).not.toContain('rebuilt-telemetry-2026-11-10-dead');
    expect(Object.keys(body)).toHaveLength(2);
  });
});

function nameOf({ mid, metadata, '@timestamp': time }: StoredEvent): string {
  return `${mid} ${metadata.fingerprint} ${time}`;
}
