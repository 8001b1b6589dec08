import { SessionBuilder } from '../../../lambdas/sessions/session-builder.js';
import type { SessionEvent } from '../../../lambdas/sessions/session-event.js';
import { aSessionEvent, inIndia } from '../../factories/session-events.js';

const start = inIndia('2026-11-20T09:00:00');

/** The document of events that come so many seconds after nine. */
function documentOf(...events: readonly (readonly [second: number, event: Partial<SessionEvent>])[]) {
  const [opening, ...others] = events.map(([second, event]) =>
    aSessionEvent({ ets: start + second * 1_000, ...event }),
  ) as [SessionEvent, ...SessionEvent[]];
  const builder = new SessionBuilder(opening, { dt: '2026-11-20', continued: false, idleMs: 600_000 });
  for (const event of others) builder.add(event);
  return builder.document();
}

const view = (page: string, more: Partial<SessionEvent> = {}) => ({ eid: 'IMPRESSION', page, ...more });

describe('a session document', () => {
  it('has the pages in order, with the time spent with each of them', () => {
    const session = documentOf(
      [0, { eid: 'START' }],
      [1, view('home', { type: 'list', env: 'home' })],
      [31, { eid: 'INTERACT' }],
      [41, view('course')],
      [50, { eid: 'END' }],
    );

    expect(session.pages).toEqual([
      { page: 'home', type: 'list', env: 'home', ets: start + 1_000, timespent: 40 },
      { page: 'course', ets: start + 41_000, timespent: 9 },
    ]);
    expect(session).toMatchObject({ pageviews: 2, interactions: 1, exitpage: 'course', duration: 50, timespent: 50 });
  });

  it('does not count a silence that is longer than the stage says as time spent', () => {
    const session = documentOf([0, view('home')], [600, { eid: 'INTERACT' }], [1_201, { eid: 'INTERACT' }]);

    expect([session.duration, session.timespent, session.pages[0]?.timespent]).toEqual([1_201, 600, 600]);
  });

  it('takes the pages of DIGIT at the START of each', () => {
    const page = (url: string) => ({ type: 'page', page: url });
    const session = documentOf(
      [0, { eid: 'START', ...page('/citizen/a') }],
      [9, { eid: 'SUMMARY', ...page('/citizen/a') }],
      [9, { eid: 'START', ...page('/citizen/b') }],
    );

    expect(session.pages.map(({ page: name, timespent }) => [name, timespent])).toEqual([
      ['/citizen/a', 9],
      ['/citizen/b', 0],
    ]);
    expect(session.exitpage).toBe('/citizen/b');
  });

  it('closes with an END the last START of its type', () => {
    const content = { type: 'content', mode: 'play', objectId: 'do_1', objectType: 'Content' };
    const session = documentOf(
      [0, { eid: 'START', type: 'app' }],
      [1, { eid: 'START', ...content }],
      [2, { eid: 'END', type: 'content' }],
      [3, { eid: 'START', ...content }],
      [4, { eid: 'END', type: 'player' }],
    );

    const opened = { type: 'content', mode: 'play', objectid: 'do_1', objecttype: 'Content' };
    expect(session.workflows).toEqual([
      { type: 'app', starttime: start },
      { ...opened, starttime: start + 1_000, endtime: start + 2_000 },
      { ...opened, starttime: start + 3_000 },
    ]);
  });

  it('closes of two STARTs the one that an END of its millisecond has not just followed', () => {
    const session = documentOf(
      [0, { eid: 'START', type: 'page', objectId: 'first' }],
      [5, { eid: 'START', type: 'page', objectId: 'second' }],
      [5, { eid: 'END', type: 'page' }],
      [6, { eid: 'START', type: 'play' }],
      [6, { eid: 'END', type: 'play' }],
    );

    expect(session.workflows).toEqual([
      { type: 'page', objectid: 'first', starttime: start, endtime: start + 5_000 },
      { type: 'page', objectid: 'second', starttime: start + 5_000 },
      { type: 'play', starttime: start + 6_000, endtime: start + 6_000 },
    ]);
  });

  it.each(['anonymous', 'UserNotFound'])('takes %s for nobody', (nobody) => {
    const session = documentOf([0, { userId: nobody }], [1, { userId: 'u-1' }], [2, { userId: 'u-2' }]);

    expect(session.uid).toBe('u-1');
    expect(documentOf([0, { userId: nobody }])).not.toHaveProperty('uid');
  });

  it('takes what is known first, of each thing by itself', () => {
    const session = documentOf(
      [0, { channel: 'c', pdataId: 'app' }],
      [1, { pdataId: 'other', pdataVer: '2', browser: 'Chrome', platform: 'Linux', cityId: 'pb.amritsar' }],
    );

    const { channel, pdata, browser, platform, cityid } = session;
    expect({ channel, pdata, browser, platform, cityid }).toEqual({
      channel: 'c',
      pdata: { id: 'app', ver: '2' },
      browser: 'Chrome',
      platform: 'Linux',
      cityid: 'pb.amritsar',
    });
  });

  it('sums the producer’s own summaries, each number where one was sent', () => {
    const session = documentOf(
      [0, { eid: 'SUMMARY', timespent: 10, pageviews: 1 }],
      [1, { eid: 'SUMMARY', timespent: 5.5 }],
      [2, { eid: 'END', timespent: 99 }],
    );

    expect(session.summary).toEqual({ events: 2, timespent: 15.5, pageviews: 1 });
    expect(documentOf([0, { timespent: 9 }])).not.toHaveProperty('summary');
  });

  it('sums to the end of what a number can be, and never to nothing', () => {
    const large = { eid: 'SUMMARY', timespent: 1.7e308, interactions: -1.7e308 };

    const { summary } = documentOf([0, large], [1, large], [2, { eid: 'SUMMARY', pageviews: 1 }]);

    expect(JSON.parse(JSON.stringify(summary))).toEqual({
      events: 3,
      timespent: Number.MAX_VALUE,
      interactions: -Number.MAX_VALUE,
      pageviews: 1,
    });
  });

  it('has the first of many, counts all of them, and says so', () => {
    const many = Array.from({ length: 201 }, (_, second) => [second, view(`p-${second}`)] as const);
    const steps = Array.from({ length: 101 }, (_, second) => [second, { plan: 'signup', step: 'x' }] as const);
    const starts = Array.from({ length: 101 }, (_, second) => [second, { eid: 'START', type: 'app' }] as const);

    const paged = documentOf(...many, [260, { eid: 'END' }]);

    expect([paged.pages.length, paged.pageviews, paged.exitpage, paged.shortened]).toEqual([200, 201, 'p-200', true]);
    expect(paged.pages.at(-1)?.timespent).toBe(1);
    expect(documentOf(...steps)).toMatchObject({ shortened: true, plansteps: { length: 100 } });
    expect(documentOf(...starts)).toMatchObject({ shortened: true, workflows: { length: 100 } });
    expect(documentOf([0, view('home')]).shortened).toBe(false);
  });

  it('has lower-case keys alone, which every reader of JSON keeps apart', () => {
    const session = documentOf(
      [0, { eid: 'START', type: 'a', mode: 'b', objectId: 'c', objectType: 'd', userId: 'u', plan: 'p', step: 's' }],
      [1, view('home', { env: 'e', type: 't', channel: 'c', pdataPid: 'p', browser: 'b', cityId: 'c' })],
      [2, { eid: 'SUMMARY', timespent: 1, pageviews: 1, interactions: 1 }],
    );

    const keys = [...JSON.stringify(session).matchAll(/"([^"]+)":/g)].map(([, key]) => key);

    expect(keys.filter((key) => key !== key?.toLowerCase())).toEqual([]);
  });
});
