import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { makeBatches, makeEvent } from '../../bench/make-events.js';
import { postBatches } from '../../bench/post-batches.js';
import { readBooks } from '../../cli/commands/demo/session-books.js';
import { lakeFiles, storedEvents } from '../../cli/target/read-lake.js';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { telemetryTemplate } from '../../lambdas/search-setup/content/telemetry-template.js';
import { describeWith } from './describe-with.js';
import { useSearch } from './use-search.js';

const patienceMs = 240_000;

describeWith('OPENSEARCH_FOLDER', 'a runner with an OpenSearch', (folder) => {
  const search = useSearch(folder);
  const runners: RunnerProcess[] = [];

  const start = async (state?: string): Promise<RunnerProcess> => {
    const runner = await RunnerProcess.start({
      ...(state !== undefined && { state }),
      env: { OPENSEARCH_URL: search().url },
    });
    runners.push(runner);
    return runner;
  };

  afterEach(async () => {
    for (const runner of runners.splice(0).reverse()) {
      await runner.kill();
      runner.remove();
    }
  });

  /** Documents of an index; -1 while it can't be asked, as one that was made just now until its shard has started. */
  const countOf = async (index: string): Promise<number> => {
    const { client } = search();
    await client.indices.refresh({ index, ignore_unavailable: true });
    try {
      return (await client.count({ index, ignore_unavailable: true })).body.count;
    } catch (error) {
      if (String(error).includes('search_phase_execution_exception')) return -1;
      throw error;
    }
  };

  /** Waits until an index holds so many documents as a book says, and no more come. */
  const settle = async (runner: RunnerProcess, received: number, index: string, book: 'stored' | 'failed') => {
    let last = -1;
    const isSettled = await waitUntil(async () => {
      const books = readBooks(runner.info);
      last = await countOf(index);
      return books.received === received && sum(books) === received && last >= books[book];
    }, patienceMs);
    if (!isSettled) throw new Error(`${index} holds ${last}; ${JSON.stringify(readBooks(runner.info))}`);
  };

  it('finds each of 100,000 events in it once, and the failed ones by reason', async () => {
    const runner = await start();
    const bodies = makeBatches(100_000, 500, Date.now());
    const unknown = {
      ...JSON.parse(bodies[0] ?? ''),
      events: [1, 2, 3].map((index) => ({ ...makeEvent(index, 5), eid: 'VIEW' })),
    };

    // The first batch comes twice: its events are duplicates.
    const answers = await postBatches(runner.info.url, [...bodies, bodies[0] ?? '', JSON.stringify(unknown)], 4);
    await settle(runner, 100_503, 'telemetry-*', 'stored');
    await settle(runner, 100_503, 'failed-*', 'failed');

    const books = readBooks(runner.info);
    expect([...answers.keys()]).toEqual([200]);
    expect(books).toMatchObject({ stored: 100_000, duplicate: 500, failed: 3 });
    expect(await countOf('telemetry-*')).toBe(books.stored);
    const { body } = await search().client.search({
      index: 'telemetry-*',
      body: { size: 0, aggs: { mids: { cardinality: { field: 'mid', precision_threshold: 40_000 } } } } as never,
    });
    expect(aggregation(body, 'mids').value).toBeGreaterThan(98_000);
    const failed = await search().client.search({
      index: 'failed-*',
      body: { size: 0, aggs: { reasons: { terms: { field: 'reason' } } } } as never,
    });
    expect(aggregation(failed.body, 'reasons').buckets).toEqual([{ key: 'unknown-eid', doc_count: 3 }]);
  }, 400_000);

  it('keeps in S3, with the reason, what an index refuses', async () => {
    const runner = await start();
    await makeStrict();
    const [good, bad] = [anEventOfSize(512), anEventOfSize('large')];

    await postBatches(runner.info.url, [batchOf([good, bad])], 1);
    const files = () => lakeFiles(runner.info, 'undelivered/search');
    await waitUntil(() => files().length > 0 && storedEvents(runner.info).length === 2, patienceMs);

    expect(storedEvents(runner.info)).toHaveLength(2);
    expect(await countOf('telemetry-*')).toBe(1);
    const lines = gunzipSync(readFileSync(files()[0] ?? ''))
      .toString()
      .trim()
      .split('\n');
    expect(files()).toHaveLength(1);
    expect(files()[0]).toMatch(/undelivered\/search\/AmazonOpenSearchService_failed\/dt=\d{4}-\d\d-\d\d\//);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        attemptsMade: 1,
        errorCode: '400',
        errorMessage: expect.stringContaining('mapper_parsing_exception'),
        esIndexName: expect.stringMatching(/^telemetry-\d{4}-\d\d-\d\d$/),
      }),
    ]);
    const raw = Buffer.from(JSON.parse(lines[0] ?? '').rawData, 'base64').toString();
    expect(JSON.parse(raw)).toMatchObject({ mid: bad.mid, edata: { size: 'large' } });
  }, 400_000);

  it('holds after kill -9 in the middle what the lake holds, to the line', async () => {
    const first = await start();
    const bodies = makeBatches(20_000, 100, Date.now());
    const half = bodies.slice(0, 100);
    await postBatches(first.info.url, half, 4);
    await waitUntil(async () => (await countOf('telemetry-*')) > 0, patienceMs);

    await first.kill();
    const second = await start(first.state);
    await postBatches(second.info.url, bodies.slice(100), 4);
    const stored = () => new Set(storedEvents(second.info).map(({ mid }) => mid)).size;
    await waitUntil(() => stored() >= 20_000, patienceMs);
    // Writes out what is buffered: what was on its way twice when the first one died may still be coming.
    await second.stop();

    expect(stored()).toBe(20_000);
    expect(await countOf('telemetry-*')).toBe(storedEvents(second.info).length);
  }, 400_000);

  /** A template before the real one, which takes whole numbers only as a size. */
  const makeStrict = async () => {
    const { mappings } = telemetryTemplate.template;
    const properties = { ...mappings.properties, edata: { properties: { size: { type: 'integer' } } } };
    const template = { mappings: { ...mappings, properties } };
    const body = { index_patterns: ['telemetry-*'], priority: 200, template };
    await search().client.indices.putIndexTemplate({ name: 'strict', body: body as never });
  };

  afterEach(() => search().client.indices.deleteIndexTemplate({ name: 'strict' }, { ignore: [404] }));
});

const anEventOfSize = (size: unknown): Record<string, unknown> => {
  const event = makeEvent(size === 'large' ? 1 : 2, Date.now());
  return { ...event, eid: 'LOG', edata: { type: 'system', level: 'INFO', message: 'a file', size } };
};

const batchOf = (events: readonly object[]): string =>
  JSON.stringify({ id: 'api.sunbird.telemetry', ver: '3.0', ets: Date.now(), params: { msgid: 'sizes' }, events });

// biome-ignore lint/suspicious/noExplicitAny: the client's types know aggregations by a union of all kinds
const aggregation = (body: any, name: string) => body.aggregations[name];

const sum = ({ stored, duplicate, failed }: { stored: number; duplicate: number; failed: number }): number =>
  stored + duplicate + failed;
