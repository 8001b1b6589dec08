import { gzipSync } from 'node:zlib';
import { type FailedEvent, failedLines } from '../../lambdas/shared/frames/failed-lines.js';

/** An object of the failed book. */
export function aFailedObject(events: readonly FailedEvent[]): Buffer {
  return anObjectOfLines(events.flatMap(failedLines));
}

export function anObjectOfLines(lines: readonly string[]): Buffer {
  return gzipSync(lines.map((line) => `${line}\n`).join(''));
}
