import type { Count, PersonCount } from '../../../../lambdas/shared/exhaust/datasets/count-people.js';
import { summary } from '../../../../lambdas/shared/exhaust/datasets/summary.js';
import { findDataset } from '../../../../lambdas/shared/exhaust/datasets.js';
import { type PrepareSettings, prepareRun, type TakenRequest } from '../../../../lambdas/shared/exhaust/prepare-run.js';
import { unreadableLines } from '../../../../lambdas/shared/exhaust/unreadable.js';
import type { ResultRecord } from '../../../../lambdas/shared/lake/read-result.js';
import { readResult } from '../../../../lambdas/shared/lake/read-result.js';
import { aBot, aStoredAnswer, conversation } from '../../../factories/exhausts.js';
import { useAthena } from '../../../support/athenas.js';

const settings: PrepareSettings = { timeZone: 'Asia/Kolkata', maxDays: 400, lateDays: 7, uciPdata: '%.uci.%' };
const days = { startDate: '2026-11-19', endDate: '2026-11-20' };
const inIndia = (time: string) => Date.parse(`${time}+05:30`);
const answer = (mid: string, overrides = {}) => aStoredAnswer({ mid, fingerprint: mid, ...overrides });
const noonFolder = 'dt=2026-11-20/hour=12';

/** Asks the local Athena for a dataset as a request of it would. */
function useDatasets() {
  const { open, put } = useAthena();

  const query = async (overrides: Partial<TakenRequest> = {}, botId = conversation) => {
    const request = {
      requestId: 'R1',
      dataset: 'uci-response-exhaust',
      channel: 'org-1',
      datasetConfig: { conversationId: conversation, ...days },
      outputFormat: 'csv',
      hasKey: false,
      ...overrides,
    } as const;
    const findBot = async () => aBot({ id: botId, ownerOrgID: request.channel });
    const prepared = await prepareRun(request, settings, { now: () => inIndia('2026-11-21T09:00:00'), findBot });
    if (!('query' in prepared) || !prepared.query) throw new Error(`no query: ${JSON.stringify(prepared)}`);
    const { run, resultOf } = await open();
    const done = await run(prepared.query.queryString, prepared.query.executionParameters);
    const { source } = findDataset(request.dataset) ?? summary;
    const records: ResultRecord[] = [];
    for await (const record of readResult(await resultOf(done))) {
      const isLeft = unreadableLines(record) > 0;
      if (isLeft || (source.from === 'lake' && source.read(record, prepared.run) !== undefined)) records.push(record);
    }
    return records;
  };
  /** The mids of the events that are rows of a dataset, in their order. */
  const ordered = async (overrides?: Partial<TakenRequest>, botId?: string): Promise<string[]> =>
    (await query(overrides, botId)).flatMap(({ line = '' }) => (line === '' ? [] : [JSON.parse(line).mid]));
  /** The same by their names. */
  const mids = async (overrides?: Partial<TakenRequest>, botId?: string) =>
    (await ordered(overrides, botId)).toSorted();
  /** What summary counts of the events. */
  const counts = async () => {
    const rows = await query({ dataset: 'summary', datasetConfig: days });
    const { source, gather } = summary;
    if (source.from !== 'lake' || !gather) throw new Error('expected counts of the lake that are gathered');
    const { read } = source;
    const people = async function* () {
      for (const row of rows) yield read(row, {} as never) as PersonCount;
    };
    const found: Count[] = [];
    for await (const count of gather(people())) found.push(count);
    return found;
  };
  /** How many lines a dataset tells of that could not be read, in which of its rows. */
  const unreadable = async (overrides: Partial<TakenRequest> = {}) =>
    (await query(overrides)).flatMap((record, row) => {
      const lines = unreadableLines(record);
      return lines > 0 ? [{ row, lines }] : [];
    });
  return { put, query, mids, ordered, counts, unreadable };
}

describe('the query of uci-response-exhaust', () => {
  const { put, mids, query } = useDatasets();

  it('finds the answers of the conversation, and no other events', async () => {
    put(noonFolder, [
      answer('mine'),
      answer('no answer', { eid: 'RESPONSE' }),
      answer('of another channel', { context: { channel: 'org-2' } }),
      answer('of an app', { context: { pdata: { id: 'prod.portal' } } }),
      answer('of another conversation', { context: { cdata: [{ type: 'Conversation', id: 'c-2' }] } }),
      'no JSON',
    ]);

    expect(await mids()).toEqual(['mine']);
  });

  it('gives back the line as it lies in the lake', async () => {
    put(noonFolder, [answer('mine', { edata: { resvalues: [{ ans: 'ä "q" \\ \n,' }] } })]);

    const [record] = await query();

    expect(record?.line).toBe(JSON.stringify(answer('mine', { edata: { resvalues: [{ ans: 'ä "q" \\ \n,' }] } })));
  });

  it.each([`it's`, '"quoted"', 'back\\slash', `' OR '1'='1`, '%', `x'; DROP TABLE telemetry --`, 'ä😀'])(
    'takes a bot’s id %s for a text, whatever the registry lets in',
    async (id) => {
      put(noonFolder, [answer('mine', { context: { cdata: [{ type: 'Conversation', id }] } }), answer('other')]);

      expect(await mids({}, id)).toEqual(['mine']);
    },
  );
});

describe('the query of telemetry-raw', () => {
  const { put, mids, ordered, query } = useDatasets();
  const raw = (overrides: Partial<TakenRequest> = {}) =>
    mids({ dataset: 'telemetry-raw', datasetConfig: days, ...overrides });

  it('cuts the days of arrival to the millisecond, in the stage’s zone', async () => {
    put(noonFolder, [
      answer('last of the day before', { syncts: inIndia('2026-11-18T23:59:59.999') }),
      answer('first', { syncts: inIndia('2026-11-19T00:00:00.000') }),
      answer('last', { syncts: inIndia('2026-11-20T23:59:59.999') }),
      answer('first of the day after', { syncts: inIndia('2026-11-21T00:00:00.000') }),
    ]);

    expect(await raw()).toEqual(['first', 'last']);
  });

  it('finds them in the folders of the evening before and of days later', async () => {
    put('dt=2026-11-18/hour=23', [answer('in an older file', { syncts: inIndia('2026-11-19T00:00:01') })]);
    put('dt=2026-11-27/hour=09', [answer('held up', { syncts: inIndia('2026-11-20T10:00:00') })]);

    expect(await raw()).toEqual(['held up', 'in an older file']);
  });

  it('counts an event once that was stored twice, and two that share a mid', async () => {
    const twice = answer('twice');
    put('dt=2026-11-19/hour=12', [twice, answer('collided', { fingerprint: 'a' })]);
    put(noonFolder, [twice, twice, answer('collided', { fingerprint: 'b' })]);
    put('dt=2026-11-25/hour=00', [{ ...twice, syncts: inIndia('2026-11-20T13:00:00') }]);

    expect(await raw()).toEqual(['collided', 'collided', 'twice']);
  });

  it('keeps of two copies the one that arrived first', async () => {
    put(noonFolder, [
      answer('twice', { syncts: inIndia('2026-11-20T13:00:00') }),
      answer('twice', { syncts: inIndia('2026-11-19T13:00:00') }),
    ]);

    const [record] = await query({ dataset: 'telemetry-raw', datasetConfig: days });

    expect(JSON.parse(record?.line ?? '').syncts).toBe(inIndia('2026-11-19T13:00:00'));
  });

  it('tells events apart that have no fingerprint by all that they say', async () => {
    const imported = (title: string) => {
      const { metadata: _, ...event } = answer('m', { item: { title } });
      return event;
    };
    put(noonFolder, [imported('a'), imported('b'), imported('a'), { ...imported('c'), metadata: { fingerprint: '' } }]);

    expect(await raw()).toEqual(['m', 'm', 'm']);
  });

  it('has them in order of arrival, then by device, sid, time and the life of a session', async () => {
    const at = inIndia('2026-11-20T12:00:00');
    const event = (mid: string, did: string, sid: string, eid: string, ets: number, syncts = at) => ({
      ...answer(mid, { syncts, eid, context: { did, sid } }),
      ets,
    });
    put(noonFolder, [
      event('a', 'd-1', 's-1', 'END', at - 5),
      event('b', 'd-1', 's-1', 'SUMMARY', at - 5),
      event('c', 'd-1', 's-1', 'ASSESS', at - 5),
      event('d', 'd-1', 's-1', 'START', at - 5),
      event('e', 'd-1', 's-1', 'INTERACT', at - 6),
      event('f', 'd-1', 's-0', 'END', at),
      event('g', 'd-0', 's-9', 'END', at),
      event('h', 'd-9', 's-9', 'END', at, at - 1),
    ]);

    expect(await ordered({ dataset: 'telemetry-raw', datasetConfig: days })).toEqual([...'hgfedcba']);
  });

  it.each(["' OR 1=1 --", '%', 'org-_', "org-1' UNION SELECT 'x"])(
    'takes the channel %s for a text',
    async (channel) => {
      put(noonFolder, [answer('other'), answer('mine', { context: { channel } })]);

      expect(await raw({ channel })).toEqual(['mine']);
    },
  );

  it('of an empty lake is empty', async () => {
    expect(await raw()).toEqual([]);
  });
});

describe('the query of summary', () => {
  const { put, counts } = useDatasets();

  it('counts events, devices and users by day, eid, env and producer, each event once', async () => {
    const of = (did: string, actor: object, syncts: string) => ({
      syncts: inIndia(syncts),
      context: { did },
      actor,
    });
    const user = (id: string) => ({ id, type: 'User' });
    put(noonFolder, [
      answer('1', of('d-1', user('u-1'), '2026-11-19T23:59:59.999')),
      answer('2', of('d-1', user('u-1'), '2026-11-20T00:00:00')),
      answer('2', of('d-1', user('u-1'), '2026-11-20T00:00:00')),
      answer('3', of('d-2', user('u-1'), '2026-11-20T10:00:00')),
      answer('4', of('d-2', { id: 'cron', type: 'System' }, '2026-11-20T11:00:00')),
      answer('5', { ...of('d-3', user('u-2'), '2026-11-20T11:00:00'), eid: 'LOG', context: { env: undefined } }),
    ]);

    const found = await counts();

    const group = { env: 'org-1.provider', pdata: 'prod.uci.diksha', eid: 'ASSESS' };
    expect(found).toEqual([
      { group: { day: '2026-11-19', ...group }, events: 1, devices: 1, users: 1 },
      { group: { day: '2026-11-20', ...group }, events: 3, devices: 2, users: 1 },
      { group: { day: '2026-11-20', ...group, eid: 'LOG', env: '' }, events: 1, devices: 1, users: 1 },
    ]);
  });
});

describe('lines that can’t be read', () => {
  const { put, unreadable } = useDatasets();
  const cut = JSON.stringify(answer('cut short')).slice(0, -60);
  const half = JSON.stringify(answer('half')).replace('0000-0001', '\\ud800');
  const nobodys = JSON.stringify(answer('of no channel', { context: { channel: undefined } }));

  it.each([
    // What mentions the conversation, which may be an answer to it.
    ['uci-response-exhaust', { conversationId: conversation, ...days }, 2, 3],
    ['telemetry-raw', days, 2, 4],
    ['summary', days, 1, 4],
  ])('are counted by %s in a row behind all others', async (dataset, datasetConfig, row, lines) => {
    put(noonFolder, ['no JSON', cut, half, nobodys, answer('first'), answer('second')]);

    expect(await unreadable({ dataset, datasetConfig })).toEqual([{ row, lines }]);
  });
});
