import type { SessionEvent } from './session-event.js';
import { dayIndex, type SessionWindow } from './session-window.js';

/** Where one session is, so that the next event can be told to belong to it or not. */
export interface Trail {
  readonly did: string;
  readonly sid: string;
  /** Time of the last event, and its day's number in the window. */
  readonly last: number;
  readonly lastDay: number;
  /** Day of the first event of all that hang together, cut or not. */
  readonly firstDay: number;
}

/** `same` session, another one that is the `rest` of what runs on, or a `new` one. */
export type FollowUp = 'same' | 'rest' | 'new';

/**
 * What an event is to the one before it.
 *
 * A sid says itself what belongs together; without one, silence of more than `gapMs` ends a session. A day without any
 * event ends it too. A session has its own day and the next at most: what still runs on is cut at every midnight after
 * the first. All of this can be told from the two days before, so that each event is in the same session whichever day
 * is made.
 */
export function followUp(trail: Trail | undefined, event: SessionEvent, day: number, gapMs: number): FollowUp {
  if (!trail || event.did !== trail.did || event.sid !== trail.sid) return 'new';
  if (event.sid === '' && event.ets - trail.last > gapMs) return 'new';
  if (day === trail.lastDay) return 'same';
  if (day > trail.lastDay + 1) return 'new';
  return trail.firstDay < trail.lastDay ? 'rest' : 'same';
}

/** The trail after an event. */
export function extend(trail: Trail | undefined, event: SessionEvent, window: SessionWindow, gapMs: number) {
  const { did, sid, ets } = event;
  const day = dayIndex(window, ets);
  const kind = followUp(trail, event, day, gapMs);
  const firstDay = kind === 'new' || !trail ? day : trail.firstDay;
  return { kind, day, trail: { did, sid, last: ets, lastDay: day, firstDay } };
}
