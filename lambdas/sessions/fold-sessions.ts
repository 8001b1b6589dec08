import { extend, type Trail } from './follow-up.js';
import { SessionBuilder } from './session-builder.js';
import type { SessionDocument } from './session-document.js';
import type { SessionEvent } from './session-event.js';
import type { SessionWindow } from './session-window.js';

export interface FoldSettings {
  /** Silence that ends a session without a sid, in milliseconds. */
  readonly gapMs: number;
  /** Silence that is longer is time in which nothing happened, in milliseconds. */
  readonly idleMs: number;
}

/**
 * Events to sessions, one session in memory at a time. Copies of an event are counted once.
 *
 * @param events ordered as `session-events.sql` orders them
 */
export async function* foldSessions(
  events: AsyncIterable<SessionEvent>,
  window: SessionWindow,
  { gapMs, idleMs }: FoldSettings,
): AsyncGenerator<SessionDocument> {
  let trail: Trail | undefined;
  let last: SessionEvent | undefined;
  let session: SessionBuilder | undefined;
  for await (const event of events) {
    if (last && isRepeat(last, event)) continue;
    last = event;
    const next = extend(trail, event, window, gapMs);
    trail = next.trail;
    if (next.kind === 'same' && session) {
      session.add(event);
      continue;
    }
    if (session) yield session.document();
    session = new SessionBuilder(event, {
      dt: window.days[next.day] ?? '',
      continued: next.kind === 'rest',
      idleMs,
    });
  }
  if (session) yield session.document();
}

/** Another event may have the same mid; its content differs. */
function isRepeat(last: SessionEvent, event: SessionEvent): boolean {
  return (
    last.mid === event.mid &&
    last.content === event.content &&
    last.ets === event.ets &&
    last.sid === event.sid &&
    last.did === event.did
  );
}
