import { BrokenObject } from '../shared/lake/read-lines.js';
import { readFailedLine, standsForEvent } from './failed-line.js';
import { type NumberedEvent, PartJoiner } from './join-parts.js';
import type { ReplayTally } from './replay-tally.js';

export interface Choice {
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** The events of an object of the failed book that failed for a reason, from a time on; of one that breaks off, those before that place. */
export async function* chooseEvents(
  lines: AsyncIterable<string>,
  { reason, since }: Choice,
  tally: ReplayTally,
): AsyncGenerator<NumberedEvent> {
  const joiner = new PartJoiner();
  let number = 0;
  try {
    for await (const text of lines) {
      number++;
      const line = readFailedLine(text);
      if (!line)
        tally.problem('unreadable', `line ${number}: expected a line of the failed book, found something else`);
      if (!line || line.reason !== reason || line.at < since) continue;
      if (standsForEvent(line)) tally.add('read');
      const event = joiner.add({ ...line, line: number });
      if (event) yield event;
    }
  } catch (error) {
    if (!(error instanceof BrokenObject)) throw error;
    tally.problem('unreadable', `line ${number + 1}: the object breaks off here: ${error.message}`);
  }
  for (const line of joiner.unfinished) tally.problem('left', `line ${line}: not all of its parts lie in this object`);
}
