import type { Readable } from 'node:stream';
import { readLines } from '../../../lambdas/shared/lake/read-lines.js';
import type { DocumentOwner } from './owner-of.js';
import { ownerOf } from './owner-of.js';
import { dayAfter, daysBetween } from './utc-days.js';

/** Objects of the lake by prefix, wherever it is. */
export interface Lake {
  list(prefix: string): AsyncIterable<string>;
  open(key: string): Promise<Readable>;
}

/** A stored event, as far as the index asks. */
export interface LakeEvent extends DocumentOwner {
  /** UTC day of its `@timestamp`. */
  readonly day: string;
  /** JSON text. */
  readonly line: string;
}

/**
 * The stored events of some UTC days, out of every folder that may hold one: folders are days of arrival in some time
 * zone, and an event arrives up to `lateDays` after its own day.
 *
 * @throws Error (while it is read) naming an object that can't be read, and its line
 */
export async function* lakeEvents(lake: Lake, days: readonly string[], lateDays: number): AsyncGenerator<LakeEvent> {
  const [first = '', last = first] = [days[0], days.at(-1)];
  const wanted = new Set(days);
  for (const folder of daysBetween(dayAfter(first, -1), dayAfter(last, lateDays + 1))) {
    for await (const key of lake.list(`telemetry/dt=${folder}/`)) {
      yield* eventsOf(await lake.open(key), key, wanted);
    }
  }
}

async function* eventsOf(object: Readable, key: string, wanted: ReadonlySet<string>): AsyncGenerator<LakeEvent> {
  // Cheaper than to parse each line: what lacks all of these texts is of no such day.
  const marks = [...wanted].map((day) => `"@timestamp":"${day}T`);
  let number = 0;
  try {
    for await (const line of readLines(object)) {
      number++;
      if (!marks.some((mark) => line.includes(mark))) continue;
      const event = readEvent(line);
      if (wanted.has(event.day)) yield event;
    }
  } catch (error) {
    throw new Error(`${key}, after line ${number}: ${(error as Error).message}`, { cause: error });
  }
}

function readEvent(line: string): LakeEvent {
  const event = JSON.parse(line);
  return { day: String(event['@timestamp']).slice(0, 10), ...ownerOf(event), line };
}
