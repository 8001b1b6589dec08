import fc from 'fast-check';
import { setUpSearch } from '../../lambdas/search-setup/set-up-search.js';
import { digitBatch } from '../factories/digit-events.js';
import { aFullDocument, documentsOf } from '../factories/documents.js';
import { anEvent, anEventTextOfDepth, smallestEdata } from '../factories/events.js';
import { portalEvents } from '../factories/portal-events.js';
import { anItem, aShare } from '../factories/shares.js';
import { describeWith } from './describe-with.js';
import { useOpenSearch } from './use-opensearch.js';

describeWith('OPENSEARCH_FOLDER', 'the mapping of events, on OpenSearch', (folder) => {
  const search = useOpenSearch(folder);
  beforeAll(() => setUpSearch(search().ports, { keepDays: 30 }));

  const aDocument = (overrides: object) => ({ ...documentsOf(anEvent())[0], ...overrides });
  const count = async (index: string, query: object) =>
    Number((await search().ask('POST', `/${index}/_count`, { query })).count);
  const mappingOf = async (index: string) => {
    const answer: Record<string, { mappings: unknown }> = await search().ask('GET', `/${index}/_mapping`);
    return answer[index]?.mappings;
  };

  it('takes events of all kinds, and what is made out of them', async () => {
    const events = [
      ...Object.keys(smallestEdata).map((eid) => anEvent({ eid })),
      ...digitBatch().events,
      ...portalEvents().map(({ event }) => event),
      aShare([anItem([{ transfers: 1, size: '3' }]), anItem()]),
    ];
    const documents = [...events.flatMap((event) => documentsOf(event)), aFullDocument()];

    expect(await search().index('telemetry-kinds', documents)).toEqual([]);
    expect(await count('telemetry-kinds', { match_all: {} })).toBe(documents.length);
    expect(await count('telemetry-kinds', { exists: { field: 'unfit.path' } })).toBe(0);
  });

  it.each([
    ['eid', 'INTERACT'],
    ['edata.type', 'click'],
    ['object.rollup.l1', 'do_2'],
    ['devicedata.userdeclared.state', 'Goa'],
    ['userdata.grade', '5'],
    ['contentdata.name', 'Fractions'],
    ['contentdata.name.text', 'fractions'],
    ['dialcodedata.identifier', 'ABC123'],
    ['derivedlocationdata.from', 'user-profile'],
    ['flags.device_denorm', true],
    ['flags.redacted', 'email'],
    ['flags.repaired.rule', 'eid-case'],
    ['metadata.fingerprint', 'f'],
    ['context.pdata.id', 'app-1'],
    ['ets', 1_700_000_000_000],
  ])('finds an event by %s', async (field, value) => {
    const index = `telemetry-by-${field.replaceAll(/\W/g, '-')}`;
    await search().index(index, [aFullDocument(), aDocument({ eid: 'OTHER', edata: {}, ets: 1, context: {} })]);

    expect(await count(index, { term: { [field]: value } })).toBe(1);
  });

  it.each([
    ['_routing', { a: 1 }],
    ['_routing', 5],
    ['_routing', 'r'],
    ['_if_seq_no', 'x'],
    ['_if_seq_no', 5],
    ['_if_primary_term', []],
  ])('takes an event that sends %s as %j, and its neighbours', async (key, value) => {
    const index = `telemetry-${key.replaceAll('_', '')}-${typeof value}`;
    const documents = [aDocument({ mid: 'neighbour' }), aDocument({ mid: 'odd', [key]: value })];

    expect(await search().index(index, documents)).toEqual([]);
    expect(await count(index, { match_all: {} })).toBe(2);
    expect(await count(index, { term: { 'unfit.path': `/${key}` } })).toBe(1);
    expect(await count(index, { exists: { field: '_routing' } })).toBe(0);
  });

  it('takes it too where an integer beyond 64 bits keeps the script from looking', async () => {
    const text = JSON.stringify(aDocument({ _routing: { a: 1 }, _if_seq_no: 'x', marker: 0 }));
    const lines = `{"create":{}}\n${text.replace('"marker":0', '"marker":123456789012345678901234567890')}\n`;
    const sent = await fetch(`${search().url}/telemetry-big-integer/_bulk?refresh=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines,
    });

    expect(await sent.json()).toMatchObject({ errors: false });
    expect(await count('telemetry-big-integer', { term: { 'unfit.path': 'unknown' } })).toBe(1);
  });

  it('does not grow with ten thousand keys that it has never seen', async () => {
    await search().index('telemetry-keys', [aDocument({})]);
    const before = await mappingOf('telemetry-keys');
    const documents = Array.from({ length: 100 }, (_, document) =>
      aDocument({ edata: Object.fromEntries(Array.from({ length: 100 }, (_, key) => [`k${document}-${key}`, key])) }),
    );

    expect(await search().index('telemetry-keys', documents)).toEqual([]);
    expect(await mappingOf('telemetry-keys')).toEqual(before);
  });

  it.each([
    ['texts of half a million characters', { edata: { message: 'w '.repeat(250_000), id: 'x'.repeat(500_000) } }],
    ['lists in lists', { edata: { type: [['a'], [['b']]], visits: [[{ objid: 'o' }]] } }],
    ['a number and a truth where a text stands', { edata: { type: 5, id: true } }],
    ['a text where a number stands', { edata: { size: 'many', duration: '' } }],
    ['a time that is none', { ets: 1e300 }],
    ['lone surrogates and nulls', { actor: { id: 'a\ud800b', type: 'a\u0000' }, edata: { '\udc00': 1 } }],
  ])('takes %s as they are', async (_, overrides) => {
    expect(await search().index('telemetry-odd', [aDocument(overrides)])).toEqual([]);
    expect(await count('telemetry-odd', { exists: { field: 'unfit.path' } })).toBe(0);
  });

  it('takes what nests as deep as an event may', async () => {
    const deep = documentsOf(JSON.parse(anEventTextOfDepth(100)));
    const aside = aDocument({ edata: { id: { inner: JSON.parse('['.repeat(97) + ']'.repeat(97)) } } });

    expect(await search().index('telemetry-deep', [...deep, aside])).toEqual([]);
  });

  it('moves aside what the mapping can not take, and says where it stood', async () => {
    const edata = { id: { a: 1 }, target: 'button', visits: [{ objid: 'o' }, 'x'], '': 1, 'a.b': 2, pageid: 'home' };

    await search().index('telemetry-unfit', [aDocument({ edata, unfit: 'mine', _source: 7 })]);

    const found = await search().ask('POST', '/telemetry-unfit/_search', {
      query: { term: { 'edata.pageid': 'home' } },
    });
    const { _source } =
      (found as unknown as { hits: { hits: { _source: Record<string, unknown> }[] } }).hits.hits[0] ?? {};
    expect(_source?.edata).toEqual({ pageid: 'home' });
    expect(new Set(_source?.unfit as object[])).toEqual(
      new Set([
        { path: '/edata/id', value: { a: 1 } },
        { path: '/edata/target', value: 'button' },
        { path: '/edata/visits', value: [{ objid: 'o' }, 'x'] },
        { path: '/edata/', value: 1 },
        { path: '/edata/a.b', value: 2 },
        { path: '/unfit', value: 'mine' },
        { path: '/_source', value: 7 },
      ]),
    );
    expect(await count('telemetry-unfit', { term: { 'unfit.path': '/edata/id' } })).toBe(1);
  });

  it('takes a number beyond 64 bits, and says that it was not looked at', async () => {
    await search().index('telemetry-big', [aDocument({ edata: { pageid: 'home', phone: 2 ** 64 } })]);

    expect(await count('telemetry-big', { term: { 'edata.pageid': 'home' } })).toBe(1);
    expect(await count('telemetry-big', { term: { 'unfit.path': 'unknown' } })).toBe(1);
  });

  it('refuses a document without a time of arrival, by itself and with the reason', async () => {
    const broken = aDocument({ '@timestamp': 'soon' });

    const refused = await search().index('telemetry-refused', [aDocument({}), broken, aDocument({})]);

    expect(refused).toEqual([{ document: broken, status: 400, reason: expect.stringContaining('field [@timestamp]') }]);
    expect(await count('telemetry-refused', { match_all: {} })).toBe(2);
  });

  it('takes whatever a producer puts into an event', async () => {
    const mapped = ['type', 'id', 'size', 'target', 'visits', 'query', 'uaspec', 'starttime', 'object', 'props'];
    const key = fc.oneof(fc.constantFrom(...mapped), fc.constantFrom('', '.', 'a.b', '_id', 'x..y'), fc.string());
    const anything = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }).map(withinLongs);
    const things = fc.dictionary(key, anything, { maxKeys: 8 });
    const root = fc.dictionary(
      fc.oneof(fc.constantFrom('_id', '_source', 'unfit', 'userdata', 'contentdata', 'plan', 'tags', 'ets'), key),
      anything,
    );
    const document = fc.record({ root, edata: things, context: things, object: things, metadata: things });

    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 30, maxLength: 60 }), async (documents) => {
        const stored = documents.map(({ root, ...parts }) => aDocument({ ...root, ...parts }));
        expect(await search().index('telemetry-any', stored)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('answers a search for a word without a field', async () => {
    await search().index('telemetry-words', [aDocument({ edata: { message: 'The Disk Is Full' } }), aDocument({})]);

    expect(await count('telemetry-words', { query_string: { query: 'disk' } })).toBe(1);
  });
});

/** Numbers as most JSON libraries print them: integers beyond 64 bits are a matter of their own. */
function withinLongs(value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value) >= 2 ** 63 ? value / 1e300 : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withinLongs);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withinLongs(inner)]));
}
