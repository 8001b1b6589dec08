import type { ResultRecord } from '../../../../../lambdas/shared/exhaust/dataset.js';
import type { Count, PersonCount } from '../../../../../lambdas/shared/exhaust/datasets/count-people.js';
import { summary } from '../../../../../lambdas/shared/exhaust/datasets/summary.js';
import { findDataset } from '../../../../../lambdas/shared/exhaust/datasets.js';
import {
  type PrepareSettings,
  prepareRun,
  type TakenRequest,
} from '../../../../../lambdas/shared/exhaust/prepare-run.js';
import { readResult } from '../../../../../lambdas/shared/read-result.js';
import { aBot, aStoredAnswer, conversation } from '../../../../factories/exhausts.js';
import { useAthena } from '../../support/athenas.js';

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
      if (source.from === 'lake' && source.read(record, prepared.run) !== undefined) records.push(record);
    }
    return records;
  };
  /** The mids of the events that are rows of a dataset. */
  const mids = async (overrides?: Partial<TakenRequest>, botId?: string) =>
    (await query(overrides, botId)).map(({ line = '' }) => JSON.parse(line).mid).toSorted();
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
  return { put, query, mids, counts };
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
  const { put, mids, query } = useDatasets();
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
