import { Readable } from 'node:stream';
import fc from 'fast-check';
import { foldSessions } from '../../../lambdas/sessions/fold-sessions.js';
import type { SessionDocument } from '../../../lambdas/sessions/session-document.js';
import type { SessionEvent } from '../../../lambdas/sessions/session-event.js';
import { dayIndex, type SessionWindow, windowFrom, windowOf } from '../../../lambdas/sessions/session-window.js';
import { aSessionEvent, inQueryOrder } from '../../factories/session-events.js';

const zone = 'Europe/Berlin';
const settings = { gapMs: 30 * 60_000, idleMs: 10 * 60_000 };
/** A week in which a day has 25 hours. */
const week = windowFrom('2026-10-21', 8, zone);
const [first = 0, end = 0] = [week.starts[0], week.starts.at(-1)];

/** Few devices and sids, and times that are mostly close to one another or to a midnight. */
const time = fc.oneof(
  fc.integer({ min: first, max: end - 1 }),
  fc
    .tuple(fc.constantFrom(...week.starts.slice(1, -1)), fc.integer({ min: -3_600_000, max: 3_600_000 }))
    .map(([midnight, off]) => midnight + off),
  fc.integer({ min: 0, max: 400 }).map((step) => first + step * 25 * 60_000),
);
const event = fc
  .record({
    did: fc.constantFrom('d-1', 'd-2'),
    sid: fc.constantFrom('', 's-1', 's-2'),
    ets: time,
    eid: fc.constantFrom('START', 'END', 'IMPRESSION', 'INTERACT', 'SUMMARY'),
    page: fc.constantFrom('home', 'otp'),
  })
  .map(aSessionEvent);
const events = fc.array(event, { maxLength: 60 });

async function fold(some: readonly SessionEvent[], window: SessionWindow): Promise<SessionDocument[]> {
  const ordered = inQueryOrder(some);
  const inTurn = async function* () {
    yield* ordered;
  };
  return Readable.from(foldSessions(inTurn(), window, settings)).toArray();
}

const distinct = (some: readonly SessionEvent[]) =>
  new Set(some.map(({ did, sid, ets, mid }) => JSON.stringify([did, sid, ets, mid]))).size;
const countOf = ({ events: counts }: SessionDocument) => counts.reduce((sum, { count }) => sum + count, 0);

describe('sessions', () => {
  it('are the same in whatever order events came, and however often each did', async () => {
    const arrivals = events.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all, ...all], { minLength: all.length * 3 })),
    );

    await fc.assert(
      fc.asyncProperty(arrivals, async ([all, shuffled]) => {
        expect(await fold(shuffled, week)).toEqual(await fold(all, week));
      }),
    );
  });

  it('have each event once, and ids of their own', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (all) => {
        const sessions = await fold(all, week);

        expect(sessions.reduce((sum, session) => sum + countOf(session), 0)).toBe(distinct(all));
        expect(new Set(sessions.map(({ sessionid }) => sessionid)).size).toBe(sessions.length);
      }),
    );
  });

  it('of a day are the same from four days of events as from a week of them', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (all) => {
        const whole = await fold(all, week);

        for (const day of week.days.slice(2, -1)) {
          const window = windowOf(day, zone);
          const [from = 0, to = 0] = [window.starts[0], window.starts.at(-1)];
          const near = await fold(
            all.filter(({ ets }) => ets >= from && ets < to),
            window,
          );
          expect(near.filter(({ dt }) => dt === day)).toEqual(whole.filter(({ dt }) => dt === day));
        }
      }),
    );
  });

  it('have two days at most, times in order, and no more time spent than they last', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (all) => {
        for (const { starttime, endtime, duration, timespent, pages } of await fold(all, week)) {
          expect(dayIndex(week, endtime) - dayIndex(week, starttime)).toBeLessThanOrEqual(1);
          expect([Math.round(duration * 1_000), timespent <= duration]).toEqual([endtime - starttime, true]);
          const onPages = pages.reduce((sum, page) => sum + page.timespent, 0);
          expect(onPages).toBeLessThanOrEqual(timespent + 1e-6);
        }
      }),
    );
  });
});
