import { unreadable, unreadableLines } from '../shared/exhaust/unreadable.js';
import type { Day } from '../shared/lake/days.js';
import type { ResultRecord } from '../shared/lake/read-result.js';
import { leaveOutErased } from '../shared/registry/leave-out-erased.js';
import type { RegistryReader } from '../shared/registry/records.js';
import { type FoldSettings, foldSessions } from './fold-sessions.js';
import { gzipText } from './gzip-text.js';
import type { SessionDocument } from './session-document.js';
import { readSessionEvent, type SessionEvent } from './session-event.js';
import { windowOf } from './session-window.js';

export interface WriteSettings extends FoldSettings {
  readonly timeZone: string;
}

export interface WritePorts extends Pick<RegistryReader, 'standingsOf'> {
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
  /** Lines that could not be read, of the folders in which the day's events may be. */
  readonly unreadable: number;
}

/**
 * Writes the sessions that begin on a day into its one file, but for those of a device or a person that was erased. The
 * same events and erasures give the same bytes, so a day can be made as often as one likes; one without sessions has a
 * file without lines, which says that it was made.
 *
 * @throws DependencyError when events or registry can't be read or the file can't be stored; then the former file is
 * still there
 */
export async function writeDay(
  day: Day,
  settings: WriteSettings,
  { records, standingsOf, upload }: WritePorts,
): Promise<WrittenDay> {
  const window = windowOf(day, settings.timeZone);
  const tally = { sessions: 0, events: 0, unreadable: 0 };
  const onUnreadable = (lines: number) => {
    tally.unreadable += lines;
  };
  const lines = async function* () {
    const sessions = sessionsOf(day, foldSessions(readEvents(records(), onUnreadable), window, settings));
    for await (const session of leaveOutErased(sessions, peopleOf, new Set(), standingsOf)) {
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

/** Whom a document names; it has one id of several persons. */
const peopleOf = ({ did, uid }: SessionDocument): string[] => [did, ...(uid ? [uid] : [])];

async function* sessionsOf(day: Day, sessions: AsyncIterable<SessionDocument>): AsyncGenerator<SessionDocument> {
  for await (const session of sessions) if (session.dt === day) yield session;
}

async function* readEvents(
  records: AsyncIterable<ResultRecord>,
  onUnreadable: (lines: number) => void,
): AsyncGenerator<SessionEvent> {
  for await (const record of records) {
    const lines = unreadableLines(record);
    const event = lines === 0 ? readSessionEvent(record) : unreadable;
    if (event === unreadable) onUnreadable(lines || 1);
    else yield event;
  }
}
