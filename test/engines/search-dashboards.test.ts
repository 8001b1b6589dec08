import { savedObjects } from '../../lambdas/search-setup/content/dashboards/boards.js';
import { setUpSearch } from '../../lambdas/search-setup/set-up-search.js';
import { digitBatch } from '../factories/digit-events.js';
import { documentsOf } from '../factories/documents.js';
import { aContextOfEnrich } from '../factories/enrich-contexts.js';
import { anEvent } from '../factories/events.js';
import { aHeader, arrival } from '../factories/frames.js';
import { portalEvents, stepOfTitle } from '../factories/portal-events.js';
import { at, queryOf } from './dashboard-query.js';
import { describeWith } from './describe-with.js';
import { useOpenSearch } from './use-opensearch.js';

interface Row {
  readonly key: unknown;
  readonly doc_count: number;
  readonly kinds?: { readonly buckets: readonly Row[] };
  readonly devices?: { readonly value: number };
}

const hour = 3_600_000;
const day = { gte: new Date(arrival - 12 * hour).toISOString(), lte: new Date(arrival + 12 * hour).toISOString() };

describeWith('OPENSEARCH_FOLDER', 'the dashboards, on OpenSearch', (folder) => {
  const search = useOpenSearch(folder);
  const visualizations = savedObjects.filter(({ type }) => type === 'visualization');

  beforeAll(async () => {
    await setUpSearch(search().ports, { keepDays: 30 });
    const refused = [
      ...(await search().index('telemetry-2024-01-15', [...traffic(), ...lastMonth()])),
      ...(await search().index('failed-2024-01-15', failed())),
    ];
    expect(refused).toEqual([]);
  });

  /** The rows of a chart, as Dashboards gets them. */
  const rowsOf = async (id: string): Promise<readonly Row[]> => {
    const object = visualizations.find((candidate) => candidate.id === `sunstream-${id}`);
    if (!object) throw new Error(`no visualisation ${id}`);
    const { index, body, rows } = queryOf(object, day);
    return at(await search().ask('POST', `/${index}/_search`, body), rows) as Row[];
  };
  const counts = (rows: readonly Row[]) =>
    Object.fromEntries(rows.map(({ key, doc_count }) => [String(key), doc_count]));
  const countsOverTime = (rows: readonly Row[]) => {
    const sums: Record<string, number> = {};
    for (const { key, doc_count } of rows.flatMap(({ kinds }) => kinds?.buckets ?? [])) {
      sums[String(key)] = (sums[String(key)] ?? 0) + doc_count;
    }
    return sums;
  };

  it.each(visualizations.map(({ id }) => [id.replace('sunstream-', '')]))('%s finds something', async (id) => {
    expect((await rowsOf(id)).length).toBeGreaterThan(0);
  });

  it('show the traffic by eid over the hours that are looked at, and nothing of before', async () => {
    const rows = await rowsOf('traffic-by-eid');

    const expected: Record<string, number> = {};
    for (const { eid } of traffic()) expected[String(eid)] = (expected[String(eid)] ?? 0) + 1;
    expect(countsOverTime(rows)).toEqual(expected);
    expect(rows.filter(({ doc_count }) => doc_count > 0).length).toBeGreaterThan(1);
  });

  it('show how many devices came to each step of a plan, however often', async () => {
    const steps = await rowsOf('funnel-signup');

    const documented = portalEvents().filter(({ title }) => stepOfTitle[title]?.startsWith('signup/'));
    const names = documented.map(({ title }) => stepOfTitle[title]?.replace('signup/', ''));
    expect(new Set(steps.map(({ key }) => key))).toEqual(new Set(names));
    const devices = Object.fromEntries(steps.map(({ key, devices }) => [String(key), devices?.value]));
    expect(devices).toMatchObject({ 'open-form': 3, 'submit-form': 2, 'user-created': 1 });
    expect(counts(steps)).toMatchObject({ 'open-form': 4, 'submit-form': 2 });
  });

  it('show the failed events by reason, and what was wrong most often', async () => {
    expect(countsOverTime(await rowsOf('failed-by-reason'))).toEqual({ schema: 2, late: 1 });
    expect(counts(await rowsOf('failed-messages'))).toEqual({
      '/edata/level: expected string, found number': 2,
      old: 1,
    });
  });

  it('show the queries that found nothing, the most frequent first', async () => {
    const rows = await rowsOf('empty-searches-by-query');

    expect(rows.map(({ key, doc_count }) => [key, doc_count])).toEqual([
      ['algebra', 2],
      ['', 1],
      ['गणित', 1],
    ]);
  });
});

/** Three hours of a day: the documented flows, a funnel of three devices, and searches. */
function traffic(): Record<string, unknown>[] {
  const flows = [...portalEvents().map(({ event }) => event), ...digitBatch().events];
  const step = (title: string, did: string) => {
    const { event } = portalEvents().find((candidate) => candidate.title === title) ?? {};
    if (!event) throw new Error(`no event ${title}`);
    return { ...event, context: { ...event.context, did } };
  };
  const more = [
    step('signup opens: start', 'device-2'),
    step('signup opens: start', 'device-3'),
    step('signup opens: start', 'device-3'),
    step('signup submitted', 'device-2'),
  ];
  const searches = [
    { query: 'algebra', size: 0 },
    { query: 'algebra', size: 0 },
    { query: 'गणित', size: 0 },
    { size: 0 },
    { query: 'fractions', size: 3 },
  ].map((edata) => anEvent({ eid: 'SEARCH', edata }));
  return [...flows, ...more, ...searches].flatMap((event, index) => documentsAt(event, arrival + (index % 3) * hour));
}

function lastMonth(): Record<string, unknown>[] {
  return documentsAt(anEvent({ eid: 'SEARCH', edata: { query: 'old', size: 0 } }), arrival - 30 * 24 * hour);
}

function documentsAt(event: Record<string, unknown>, syncts: number): Record<string, unknown>[] {
  return documentsOf(event, aContextOfEnrich({ header: { ...aHeader(), syncts } }));
}

function failed(): Record<string, unknown>[] {
  const at = new Date(arrival).toISOString();
  const schema = {
    '@timestamp': at,
    reason: 'schema',
    message: '/edata/level: expected string, found number',
    line: 3,
  };
  return [
    schema,
    schema,
    { '@timestamp': at, reason: 'late', message: 'old', found: '1442816723', ets: 1_442_816_723 },
  ];
}
