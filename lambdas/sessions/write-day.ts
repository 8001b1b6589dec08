import type { ResultRecord } from '../shared/exhaust/dataset.js';
import type { Day } from '../shared/exhaust/days.js';
import { type FoldSettings, foldSessions } from './fold-sessions.js';
import { gzipText } from './gzip-text.js';
import type { SessionDocument } from './session-document.js';
import { readSessionEvent, type SessionEvent } from './session-event.js';
import { windowOf } from './session-window.js';

export interface WriteSettings extends FoldSettings {
  readonly timeZone: string;
}

export interface WritePorts {
  /** Records of the query's result, as they come. Throws DependencyError when they can't be read. */
  readonly records: () => AsyncIterable<ResultRecord>;
  /** Stores a file whole, in the place of the one that was there, or throws and leaves that. @returns its bytes */
  readonly upload: (key: string, body: AsyncIterable<Uint8Array>) => Promise<number>;
}

/** What became of a day. */
export interface WrittenDay {
  readonly day: Day;
  readonly key: string;
  readonly sessions: number;
  /** Events in them. */
  readonly events: number;
  readonly bytes: number;
}

/**
 * Writes the sessions that begin on a day into its one file. The same events give the same bytes, so a day can be made
 * as often as one likes; one without sessions has a file without lines, which says that it was made.
 *
 * @throws DependencyError when the events can't be read or the file can't be stored; then the former file is still there
 */
export async function writeDay(
  day: Day,
  settings: WriteSettings,
  { records, upload }: WritePorts,
): Promise<WrittenDay> {
  const window = windowOf(day, settings.timeZone);
  const tally = { sessions: 0, events: 0 };
  const lines = async function* () {
    for await (const session of foldSessions(readEvents(records()), window, settings)) {
      if (session.dt !== day) continue;
      tally.sessions++;
      tally.events += eventsOf(session);
      yield `${JSON.stringify(session)}\n`;
    }
  };
  const key = keyOf(day);
  const bytes = await upload(key, gzipText(lines()));
  return { day, key, ...tally, bytes };
}

const keyOf = (day: Day): string => `summary/dt=${day}/sessions.json.gz`;

const eventsOf = ({ events }: SessionDocument): number => events.reduce((sum, { count }) => sum + count, 0);

async function* readEvents(records: AsyncIterable<ResultRecord>): AsyncGenerator<SessionEvent> {
  for await (const record of records) {
    const event = readSessionEvent(record);
    if (event) yield event;
  }
}
