import { Readable } from 'node:stream';
import { foldSessions } from '../../../lambdas/sessions/fold-sessions.js';
import type { SessionDocument } from '../../../lambdas/sessions/session-document.js';
import type { SessionEvent } from '../../../lambdas/sessions/session-event.js';
import { aSessionEvent, aWindow, inIndia, inQueryOrder } from '../../factories/session-events.js';

const settings = { gapMs: 30 * 60_000, idleMs: 10 * 60_000 };

async function sessionsOf(...events: readonly Partial<SessionEvent>[]): Promise<SessionDocument[]> {
  const ordered = inQueryOrder(events.map((event) => aSessionEvent(event)));
  return Readable.from(foldSessions(inTurn(ordered), aWindow, settings)).toArray();
}

async function* inTurn(events: readonly SessionEvent[]): AsyncGenerator<SessionEvent> {
  yield* events;
}

/** Sessions in short: where each begins, how many events it has, and whether it is a rest. */
const inShort = async (...events: readonly Partial<SessionEvent>[]) =>
  (await sessionsOf(...events)).map(({ dt, starttime, events: counts, continued }) => [
    dt.slice(8),
    new Date(starttime + 5.5 * 3_600_000).toISOString().slice(11, 16),
    counts.reduce((sum, { count }) => sum + count, 0),
    continued,
  ]);
const on = (time: string, more: Partial<SessionEvent> = {}) => ({ ets: inIndia(`2026-11-${time}:00`), ...more });

describe('a session', () => {
  it('has all events of a device and its sid, however long nothing came', async () => {
    expect(await inShort(on('20T09:00'), on('20T09:05'), on('20T20:00'))).toEqual([['20', '09:00', 3, false]]);
  });

  it('is another one with another sid, or on another device', async () => {
    const events = [on('20T09:00'), on('20T09:01', { sid: 's-2' }), on('20T09:02', { did: 'd-2' })];

    expect((await sessionsOf(...events)).map(({ did, sid }) => `${did} ${sid}`)).toEqual([
      'd-1 s-1',
      'd-1 s-2',
      'd-2 s-1',
    ]);
  });

  it('ends after a silence where there is no sid, which may be as long as the stage says', async () => {
    const sid = '';

    expect(await inShort(on('20T09:00', { sid }), on('20T09:30', { sid }))).toEqual([['20', '09:00', 2, false]]);
    expect(await inShort(on('20T09:00', { sid }), { sid, ets: inIndia('2026-11-20T09:30:00.001') })).toEqual([
      ['20', '09:00', 1, false],
      ['20', '09:30', 1, false],
    ]);
  });

  it('lasts over midnight, and belongs to the day of its first event', async () => {
    expect(await inShort(on('20T23:59'), on('21T00:10'), on('21T23:59'))).toEqual([['20', '23:59', 3, false]]);
  });

  it('is cut at every midnight but the first, when it runs on', async () => {
    expect(await inShort(on('18T12:00'), on('19T12:00'), on('20T12:00'), on('21T12:00'))).toEqual([
      ['18', '12:00', 2, false],
      ['20', '12:00', 1, true],
      ['21', '12:00', 1, true],
    ]);
  });

  it('ends with a day on which nothing came', async () => {
    expect(await inShort(on('18T12:00'), on('20T12:00'), on('21T12:00'))).toEqual([
      ['18', '12:00', 1, false],
      ['20', '12:00', 2, false],
    ]);
  });

  it('counts the copies of an event once, and two events that share a mid twice', async () => {
    const one = on('20T09:00', { mid: 'm', content: 'a' });

    expect(await inShort(one, one, one, { ...one, content: 'b' })).toEqual([['20', '09:00', 2, false]]);
  });

  it('has an id of its own, which an earlier event does not change where there is a sid', async () => {
    const id = async (...events: Partial<SessionEvent>[]) =>
      (await sessionsOf(...events)).map(({ sessionid }) => sessionid);

    const [early] = await id(on('20T08:00'), on('20T09:00'));
    const [late] = await id(on('20T09:00'));
    const others = await id(on('20T09:00', { did: 'd-2' }), on('20T09:00', { sid: '' }), on('20T12:00', { sid: '' }));

    expect(early).toBe(late);
    expect(early).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set([early, ...others]).size).toBe(4);
  });
});
