import { addDays, type Day, startOfDay } from '../../lambdas/shared/lake/days.js';
import { anEvent, type ValidEvent } from './events.js';
import { portalEvents } from './portal-events.js';

const minute = 60_000;

/** A clock of a day: `at('09:30')`, `at('24:05')` is of the day after. */
export function clockOf(day: Day, timeZone: string): (time: string) => number {
  const midnight = startOfDay(day, timeZone);
  const next = startOfDay(addDays(day, 1), timeZone);
  return (time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return hours < 24 ? midnight + (hours * 60 + minutes) * minute : next + ((hours - 24) * 60 + minutes) * minute;
  };
}

/** An event of a portal's page at a time. */
export function aPortalEvent(
  eid: string,
  ets: number,
  {
    sid = 's-1',
    did = 'd-1',
    user = 'anonymous',
    edata = {},
  }: { sid?: string; did?: string; user?: string; edata?: object } = {},
): ValidEvent {
  return anEvent({
    eid,
    ets,
    mid: `${eid}:${did}:${sid}:${ets}`,
    actor: { id: user, type: 'User' },
    context: { channel: 'portal', env: 'home', pdata: { id: 'portal', pid: 'web', ver: '5.0' }, sid, did },
    edata: { ...edata },
  });
}

/** Somebody who signs up, before a login and after it: a START with its END, three pages, steps of a tracking plan. */
export function aSignup(at: (time: string) => number): ValidEvent[] {
  const documented = (title: string, ets: number) => {
    const { event } = portalEvents().find((one) => one.title === title) ?? {};
    if (!event) throw new Error(`no documented event "${title}"`);
    const context = { ...event.context, sid: 's-1', did: 'd-1' };
    return { ...event, ets, mid: `${event.eid}:${ets}`, context } as unknown as ValidEvent;
  };
  return [
    aPortalEvent('START', at('09:00'), {
      edata: {
        type: 'app',
        mode: 'view',
        uaspec: { agent: 'Chrome', ver: '68', system: 'x', platform: 'Linux', raw: '' },
      },
    }),
    aPortalEvent('IMPRESSION', at('09:00') + 500, { edata: { pageid: 'home' } }),
    documented('signup form seen', at('09:02')),
    documented('signup submitted', at('09:03')),
    documented('otp page seen', at('09:04')),
    aPortalEvent('SUMMARY', at('09:30'), { user: 'u-1', edata: { timespent: 240, pageviews: 3, interactions: 1 } }),
    aPortalEvent('END', at('09:30') + 1, { user: 'u-1', edata: { type: 'app' } }),
  ];
}
