import { RecordLog } from '../../../disk/record-log.js';
import { type HistoryEvent, maxEvents } from './history.js';
import { type Entry, ThreadNotes } from './journal.js';
import { StateError } from './state-error.js';

/** An event that has no number yet. */
export type NewEvent = Omit<HistoryEvent, 'id' | 'timestamp'>;

const limits = { records: 500, bytes: 8 * 1024 * 1024 };

/** The journal and the history of one execution, in one file: what belongs together is written together. */
export class ExecutionLog {
  readonly notes = new ThreadNotes();
  private readonly log: RecordLog;
  private events = 0;

  constructor(
    folder: string,
    private readonly now: () => number,
  ) {
    this.log = new RecordLog(folder);
    for (const { key, data } of readAll(this.log)) {
      if (key === 'event') this.events++;
      else this.apply(JSON.parse(data.toString('utf8')));
    }
  }

  /**
   * Appends; on disk when it returns.
   *
   * @returns the number of the last event
   * @throws StateError `States.Runtime` where the history is full
   */
  append(entries: readonly Entry[], events: readonly NewEvent[]): number {
    // Room is left for how the execution ends.
    if (this.events + events.length >= maxEvents) {
      throw new StateError('States.Runtime', `the history has reached its ${maxEvents} events`);
    }
    return this.write(entries, events);
  }

  /** Appends the last event, for which there is always room. */
  conclude(event: Omit<NewEvent, 'previousEventId'>): void {
    this.write([], [{ ...event, previousEventId: this.events }]);
  }

  history(): HistoryEvent[] {
    return readHistory(this.log);
  }

  close(): void {
    this.log.close();
  }

  private write(entries: readonly Entry[], events: readonly NewEvent[]): number {
    const timestamp = this.now();
    const numbered = events.map((event, index) => ({ id: this.events + index + 1, timestamp, ...event }));
    this.log.append(
      [
        ...numbered.map((event) => ({ key: 'event', data: Buffer.from(JSON.stringify(event)) })),
        ...entries.map((entry) => ({ key: 'entry', data: Buffer.from(JSON.stringify(entry)) })),
      ],
      timestamp,
    );
    this.events += events.length;
    for (const entry of entries) this.apply(entry);
    return this.events;
  }

  private apply(entry: Entry): void {
    this.notes.find(entry.path).apply(entry);
  }
}

/** The history of an execution that has ended. */
export function readClosedHistory(folder: string): HistoryEvent[] {
  const log = new RecordLog(folder);
  try {
    return readHistory(log);
  } finally {
    log.close();
  }
}

function readHistory(log: RecordLog): HistoryEvent[] {
  return [...readAll(log)].filter(({ key }) => key === 'event').map(({ data }) => JSON.parse(data.toString('utf8')));
}

function* readAll(log: RecordLog) {
  for (let from = log.start; from < log.end; ) {
    for (const record of log.read(from, limits)) {
      from = record.next;
      yield record;
    }
  }
}
