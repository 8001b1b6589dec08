import { readSessionEvent } from '../../../lambdas/sessions/session-event.js';
import { unreadable } from '../../../lambdas/shared/exhaust/unreadable.js';
import { digitBatch } from '../../factories/digit-events.js';
import { aStoredSessionEvent } from '../../factories/session-events.js';

const key = { did: 'd-1', sid: 's-1', mid: 'm', fingerprint: 'f' };
const read = (event: object) => readSessionEvent({ ...key, ets: '1795163400000', line: JSON.stringify(event) });
const readWith = (edata: object) => read(aStoredSessionEvent({ edata }));

describe('a row of the query', () => {
  it('is an event with what a session says of it', () => {
    const event = read(
      aStoredSessionEvent({
        eid: 'START',
        object: { id: 'do_1', type: 'Content' },
        edata: { type: 'content', mode: 'play', pageid: 'home', uaspec: { agent: 'Chrome', platform: 'Linux' } },
        plan: { name: 'signup', step: 'open-form' },
      }),
    );

    const { fingerprint, ...ids } = key;
    expect(event).toEqual({
      ...ids,
      content: fingerprint,
      ets: 1_795_163_400_000,
      eid: 'START',
      userId: 'u-1',
      channel: 'portal',
      env: 'home',
      pdataId: 'portal',
      pdataPid: 'web',
      pdataVer: '5.0',
      objectId: 'do_1',
      objectType: 'Content',
      type: 'content',
      mode: 'play',
      page: 'home',
      browser: 'Chrome',
      platform: 'Linux',
      plan: 'signup',
      step: 'open-form',
    });
  });

  it('without a fingerprint is told from others by all of its line', () => {
    const line = JSON.stringify(aStoredSessionEvent());

    expect(readSessionEvent({ ...key, fingerprint: '', ets: '0', line })).toMatchObject({ content: line });
  });

  it('that can’t be read is no event', () => {
    expect(readSessionEvent({ ...key, ets: '0', line: '{"eid":"INTERACT",' })).toBe(unreadable);
  });

  it('is one of DIGIT under its own names', () => {
    expect(read(digitBatch().events[0] ?? {})).toMatchObject({
      eid: 'START',
      type: 'page',
      page: '/citizen/property-tax/my-properties',
      browser: 'Chrome',
      platform: 'Android',
      cityId: 'pb.amritsar',
    });
  });

  it('has the numbers of a summary, and no text in their place', () => {
    expect(readWith({ timespent: 1.5, pageviews: 0, interactions: '3' })).toMatchObject({
      timespent: 1.5,
      pageviews: 0,
    });
    expect(readWith({ interactions: '3' })).not.toHaveProperty('interactions');
    const line = JSON.stringify(aStoredSessionEvent({ edata: { timespent: 5 } })).replace('5}', '1e999}');
    expect(readSessionEvent({ ...key, ets: '0', line })).not.toHaveProperty('timespent');
  });

  it.each(['', ' ', '\n', 1, null, {}])('has no text that is blank, or none: %j', (pageid) => {
    expect(readWith({ pageid })).not.toHaveProperty('page');
    expect(readWith({ pageid, url: '/citizen' })).toMatchObject({ page: '/citizen' });
  });

  it('has no user where the actor is no person', () => {
    expect(read(aStoredSessionEvent({ actor: { id: 'cron', type: 'System' } }))).not.toHaveProperty('userId');
    expect(read(aStoredSessionEvent({ actor: { id: 'u-2', type: 'user' } }))).toMatchObject({ userId: 'u-2' });
  });

  it('has of a long text the beginning, and no half of a character', () => {
    expect(readWith({ pageid: `${'x'.repeat(499)}😀` })).toMatchObject({ page: `${'x'.repeat(499)}\ufffd` });
  });
});
