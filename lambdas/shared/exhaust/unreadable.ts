import type { ResultRecord } from '../lake/read-result.js';

/** What a reader says of a record whose line is no event: it was cut short, or is no JSON. */
export const unreadable = Symbol('unreadable');

/**
 * Lines of the lake that a record stands for and that no query could read; 0 for one of an event. Queries have a column
 * of this name, so that such lines are told and not just missing.
 */
export function unreadableLines({ unreadable: lines }: ResultRecord): number {
  return Number(lines ?? 0);
}

/** For who asked for the events. */
export function unreadableNote(lines: number): string {
  const were = lines === 1 ? '1 line of the lake in these days' : `${lines} lines of the lake in these days`;
  return `${were} could not be read, and may have been events that are missing here`;
}
