import type { SessionEvent } from '../../lambdas/sessions/session-event.js';
import { type SessionWindow, windowFrom } from '../../lambdas/sessions/session-window.js';
import { anEvent } from './events.js';

const zone = 'Asia/Kolkata';

/** 2026-11-18 to 2026-11-21, and the window of the sessions of 2026-11-20. */
export const aWindow: SessionWindow = windowFrom('2026-11-18', 4, zone);

/** Epoch milliseconds of a time in India, such as `2026-11-20T09:30`. */
export const inIndia = (time: string): number => Date.parse(`${time}+05:30`);

export function aSessionEvent(overrides: Partial<SessionEvent> = {}): SessionEvent {
  const event = { did: 'd-1', sid: 's-1', ets: inIndia('2026-11-20T09:00:00'), eid: 'INTERACT', ...overrides };
  const mid = `${event.eid}:${event.ets}`;
  return { mid, content: mid, ...event };
}

const byText = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** Place in the life of a session, of events of one millisecond. */
const places: Readonly<Record<string, number>> = { START: 0, SUMMARY: 2, END: 3 };
const placeOf = ({ eid }: SessionEvent): number => places[eid] ?? 1;

/** As `session-events.sql` orders them. */
export function inQueryOrder(events: readonly SessionEvent[]): SessionEvent[] {
  return events.toSorted(
    (a, b) =>
      byText(a.did, b.did) ||
      byText(a.sid, b.sid) ||
      a.ets - b.ets ||
      placeOf(a) - placeOf(b) ||
      byText(a.mid, b.mid) ||
      byText(a.content, b.content),
  );
}

/** An event of a session, as it is stored. */
export function aStoredSessionEvent({
  context,
  fingerprint,
  ...other
}: Readonly<Record<string, unknown>> & { readonly context?: object; readonly fingerprint?: string } = {}) {
  const ets = Number(other.ets ?? inIndia('2026-11-20T09:00:00'));
  return {
    ...anEvent({ eid: 'INTERACT', actor: { id: 'u-1', type: 'User' } }),
    ets,
    syncts: ets,
    metadata: { fingerprint: fingerprint ?? 'f' },
    context: {
      channel: 'portal',
      env: 'home',
      pdata: { id: 'portal', pid: 'web', ver: '5.0' },
      did: 'd-1',
      sid: 's-1',
      ...context,
    },
    ...other,
  };
}
