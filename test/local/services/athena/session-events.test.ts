import { planDays } from '../../../../lambdas/sessions/plan-days.js';
import type { ResultRecord } from '../../../../lambdas/shared/lake/read-result.js';
import { readResult } from '../../../../lambdas/shared/lake/read-result.js';
import { aStoredSessionEvent, inIndia } from '../../../factories/session-events.js';
import { useAthena } from '../../../support/athenas.js';

const { open, put } = useAthena();

/** Asks the local Athena for the events of 2026-11-20's sessions. */
async function query(): Promise<ResultRecord[]> {
  const planned = planDays(
    { from: '2026-11-20' },
    { timeZone: 'Asia/Kolkata', lateDays: 3, keepDays: null },
    inIndia('2026-11-21T04:00:00'),
  );
  if (!('days' in planned) || !planned.days[0]) throw new Error(`no days: ${JSON.stringify(planned)}`);
  const { queryString, executionParameters } = planned.days[0].query;
  const { run, resultOf } = await open();
  const records: ResultRecord[] = [];
  for await (const record of readResult(await resultOf(await run(queryString, executionParameters)))) {
    records.push(record);
  }
  return records;
}

/** The mids of events, in their order; what could not be read is none. */
const mids = async () => (await query()).filter(({ unreadable }) => unreadable === '0').map(({ mid }) => mid);
const noon = 'dt=2026-11-20/hour=12';
const at = (time: string) => inIndia(`2026-11-${time}`);

describe('the query for the events of a day’s sessions', () => {
  it('puts them in order by device, sid and time, whatever the order in which they came', async () => {
    const event = (mid: string, did: string, sid: string | undefined, time: string) =>
      aStoredSessionEvent({ mid, ets: at(time), context: { did, sid } });
    put('dt=2026-11-21/hour=01', [
      event('6', 'd-2', 's-1', '20T08:00:00'),
      event('5', 'd-1', 's-2', '20T07:00:00'),
      event('3', 'd-1', '', '20T10:00:00'),
    ]);
    put(noon, [
      event('2', 'd-1', undefined, '20T09:00:00'),
      event('7', 'd-ä', 's-1', '20T08:00:00'),
      event('4', 'd-1', 's-1', '20T06:00:00'),
      event('1', '', 's-1', '20T23:00:00'),
    ]);

    expect(await mids()).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('leaves out what no person did, and what has neither device nor sid', async () => {
    const eids = ['LOG', 'AUDIT', 'SEARCH', 'METRICS', 'SHARE_ITEM', 'START', 'SUMMARY', 'ERROR', 'HEARTBEAT'];
    put(noon, [
      ...eids.map((eid) => aStoredSessionEvent({ mid: eid, eid })),
      aStoredSessionEvent({ mid: 'of nobody', context: { did: '', sid: undefined } }),
      'no JSON',
      '{"eid":{"no":"text"},"ets":"soon","context":[]}',
    ]);

    expect(await mids()).toEqual(['START', 'ERROR', 'HEARTBEAT', 'SUMMARY']);
  });

  it('has a row for each line that can’t be read, without the line, behind all others', async () => {
    const cut = JSON.stringify(aStoredSessionEvent({ mid: 'cut' })).slice(0, -40);
    const half = JSON.stringify(aStoredSessionEvent({ mid: 'half' })).replace('u-1', '\\ud800');
    put(noon, ['no JSON', cut, half, '{"eid":{"no":"text"},"ets":"soon","context":[]}', aStoredSessionEvent()]);

    const rows = (await query()).map(({ line, unreadable }) => [unreadable, line !== '']);

    expect(rows).toEqual([
      ['0', true],
      ['1', false],
      ['1', false],
      ['1', false],
      ['1', false],
    ]);
  });

  it('has no row for a time that is on no day, since ingest stores what is far ahead, and flags it', async () => {
    const event = (ets: string) =>
      JSON.stringify(aStoredSessionEvent({ mid: ets })).replace(/"ets":\d+/, `"ets":${ets}`);
    put(noon, [...['1e+300', '1e19', '99999999999999999999', '9e15', '-1e300'].map(event), aStoredSessionEvent()]);

    const rows = await query();

    expect(rows.map(({ unreadable, line }) => [unreadable, line !== ''])).toEqual([['0', true]]);
  });

  it('cuts times down to the millisecond, however they are written', async () => {
    const event = (mid: string, ets: string) =>
      JSON.stringify(aStoredSessionEvent({ mid, ets: at('20T12:00:00') })).replace(
        /"(ets|syncts)":\d+/g,
        `"$1":${ets}`,
      );
    const whole = at('20T12:00:00');
    put(noon, [
      event('3', `${whole}.999`),
      event('2', `${whole}.0`),
      event('4', `${(whole + 100) / 100}e2`),
      event('1', `${whole - 1}.999`),
    ]);

    const times = (await query()).map(({ mid, ets }) => [mid, Number(ets) - whole]);

    expect(times).toEqual([
      ['1', -1],
      ['2', 0],
      ['3', 0],
      ['4', 100],
    ]);
  });

  it('puts events of one millisecond in the order of the life of a session', async () => {
    const eids = ['END', 'SUMMARY', 'ASSESS', 'START', 'INTERACT'];
    put(
      noon,
      eids.map((eid, index) => aStoredSessionEvent({ mid: String(index), eid })),
    );

    expect(await mids()).toEqual(['3', '2', '4', '1', '0']);
  });

  it('puts copies side by side that have no fingerprint', async () => {
    const event = (comment: string) => {
      const { metadata: _, ...stored } = aStoredSessionEvent({ mid: 'm', edata: { comment } });
      return stored;
    };
    put(noon, [event('b'), event('a'), event('b'), event('a')]);

    const comments = (await query()).map(({ line }) => JSON.parse(line ?? '').edata.comment);

    expect(comments).toEqual(['a', 'a', 'b', 'b']);
  });

  it('takes the two days before and the day after, to the millisecond', async () => {
    const event = (mid: string, time: string) => aStoredSessionEvent({ mid, ets: at(time) });
    put(noon, [
      event('before', '17T23:59:59.999'),
      event('first', '18T00:00:00.000'),
      event('there', '20T12:00:00.000'),
      event('last', '21T23:59:59.999'),
      event('after', '22T00:00:00.000'),
    ]);

    expect(await mids()).toEqual(['first', 'there', 'last']);
  });

  it('reads the folders from three days before to as many days later as events may be late', async () => {
    for (const day of ['16', '17', '24', '25']) put(`dt=2026-11-${day}/hour=00`, [aStoredSessionEvent({ mid: day })]);

    expect(await mids()).toEqual(['17', '24']);
  });

  it('leaves out what a clock has put more than half a day ahead of its arrival', async () => {
    const event = (mid: string, ahead: number) =>
      aStoredSessionEvent({ mid, ets: at('20T12:00:00') + ahead, syncts: at('20T12:00:00') });
    put(noon, [event('ahead', 43_200_001), event('late', -43_200_001), event('there', 0), event('nearly', 43_200_000)]);

    expect(await mids()).toEqual(['late', 'there', 'nearly']);
  });

  it('puts copies of an event side by side, and the one that arrived first before the others', async () => {
    const copy = (fingerprint: string, syncts: number) => aStoredSessionEvent({ mid: 'm', fingerprint, syncts });
    put(noon, [copy('a', at('20T15:00:00')), copy('b', at('20T14:00:00')), copy('a', at('20T13:00:00'))]);

    const found = (await query()).map(({ fingerprint, line }) => [fingerprint, JSON.parse(line ?? '').syncts]);

    expect(found).toEqual([
      ['a', at('20T13:00:00')],
      ['a', at('20T15:00:00')],
      ['b', at('20T14:00:00')],
    ]);
  });

  it('takes of the days around only who is there on the day itself', async () => {
    const event = (mid: string, sid: string, time: string) =>
      aStoredSessionEvent({ mid, ets: at(time), context: { sid } });
    put(noon, [
      event('before', 's-1', '19T23:59:59.999'),
      event('there', 's-1', '20T00:00:00.000'),
      event('after', 's-1', '21T00:00:00.000'),
      event('still there', 's-2', '20T23:59:59.999'),
      event('gone', 's-3', '19T23:59:59.999'),
      event('not yet', 's-4', '21T00:00:00.000'),
    ]);

    expect(await mids()).toEqual(['before', 'there', 'after', 'still there']);
  });

  it('gives back the line as it lies in the lake', async () => {
    const event = aStoredSessionEvent({ edata: { id: 'ä "q" \\ \n,' } });
    put(noon, [event]);

    expect(await query()).toEqual([expect.objectContaining({ did: 'd-1', line: JSON.stringify(event) })]);
  });
});
