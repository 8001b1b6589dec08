import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Counts, hourOf } from '../../lib/books/counts.js';
import { isFirstPart, isGenerated, type LakePlace, lakeFiles } from '../read-lake.js';
import { addCounts, type Hours } from './add-counts.js';

interface FileTally {
  /** When it was written: epoch milliseconds. */
  readonly at: number;
  readonly counts: Counts;
}

/** Objects never change, so each is counted once. */
const tallies = new Map<string, FileTally>();

/**
 * The lines of `telemetry/` and `failed/`, by the hour in which they were written. `lake.telemetry` are all lines,
 * `lake.stored` and `lake.generated` the two kinds of them. One file at a time is in memory.
 */
export function tallyLake(place: LakePlace): Hours {
  const hours: Hours = new Map();
  for (const [prefix, count] of Object.entries(prefixes)) {
    for (const file of lakeFiles(place, prefix)) {
      const tally = tallies.get(file) ?? { at: statSync(file).mtimeMs, counts: count(file) };
      tallies.set(file, tally);
      addCounts(hours, hourOf(tally.at), tally.counts);
    }
  }
  return hours;
}

const prefixes: Readonly<Record<string, (file: string) => Counts>> = {
  telemetry: (file) => {
    let lines = 0;
    let generated = 0;
    for (const line of linesOf(file)) {
      lines++;
      // Most lines needn't be parsed to be told from one.
      if (line.includes('"SHARE_ITEM"') && isGenerated(JSON.parse(line))) generated++;
    }
    return { 'lake.telemetry': lines, 'lake.stored': lines - generated, 'lake.generated': generated };
  },
  failed: (file) => {
    let failed = 0;
    for (const line of linesOf(file)) if (!line.includes('"part":') || isFirstPart(JSON.parse(line))) failed++;
    return { 'lake.failed': failed };
  },
};

function* linesOf(file: string): Generator<string> {
  const data = gunzipSync(readFileSync(file));
  let start = 0;
  for (let end = data.indexOf(0x0a); end >= 0; end = data.indexOf(0x0a, start)) {
    if (end > start) yield data.toString('utf8', start, end);
    start = end + 1;
  }
  if (start < data.length) yield data.toString('utf8', start);
}
