import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Counts, hourOf } from '../../../lib/books/counts.js';
import { isFirstPart, isGenerated, type LakePlace, type Line, lakeFiles } from '../../target/read-lake.js';
import { addCounts, type Hours, type Tally } from './add-counts.js';

/** Told of something that can't be read: the line where there is one, and why. */
type OnUnreadable = (what: string) => void;

interface FileTally extends Omit<Tally, 'hours'> {
  /** When it was written: epoch milliseconds. */
  readonly at: number;
  readonly counts: Counts;
}

/** Objects never change, so each is counted once. */
const tallies = new Map<string, FileTally>();

/**
 * The lines of `telemetry/` and `failed/`, by the hour in which they were written. `lake.telemetry` are all lines,
 * `lake.stored` and `lake.generated` the two kinds of them. One file at a time is in memory. Of a file that is no whole
 * gzip nothing is counted.
 */
export function tallyLake(place: LakePlace): Tally {
  const hours: Hours = new Map();
  const unreadable: string[] = [];
  for (const [prefix, count] of Object.entries(prefixes)) {
    for (const file of lakeFiles(place, prefix)) {
      const tally = tallies.get(file) ?? tallyFile(file, count);
      tallies.set(file, tally);
      addCounts(hours, hourOf(tally.at), tally.counts);
      unreadable.push(...tally.unreadable);
    }
  }
  return { hours, unreadable };
}

type CountLines = (lines: Iterable<string>, parse: (line: string) => Line | undefined) => Counts;

function tallyFile(file: string, count: CountLines): FileTally {
  const unreadable: string[] = [];
  let number = 0;
  const numbered = function* (data: Buffer) {
    for (const line of linesOf(data)) {
      number++;
      yield line;
    }
  };
  const parse = (line: string) => parseLine(line, (why) => unreadable.push(`${file}, line ${number}: ${why}`));
  const data = inflate(file, (why) => unreadable.push(`${file}: ${why}`));
  return { at: statSync(file).mtimeMs, counts: data ? count(numbered(data), parse) : {}, unreadable };
}

const prefixes: Readonly<Record<string, CountLines>> = {
  telemetry: (lines, parse) => {
    const kinds = { stored: 0, generated: 0 };
    for (const line of lines) {
      // Most lines needn't be parsed to be told from one.
      const parsed = line.includes('"SHARE_ITEM"') ? parse(line) : {};
      if (parsed) kinds[isGenerated(parsed) ? 'generated' : 'stored']++;
    }
    const { stored, generated } = kinds;
    return { 'lake.telemetry': stored + generated, 'lake.stored': stored, 'lake.generated': generated };
  },
  failed: (lines, parse) => {
    let failed = 0;
    for (const line of lines) {
      const parsed = line.includes('"part":') ? parse(line) : {};
      if (parsed && isFirstPart(parsed)) failed++;
    }
    return { 'lake.failed': failed };
  },
};

function inflate(file: string, unreadable: OnUnreadable): Buffer | undefined {
  try {
    return gunzipSync(readFileSync(file));
  } catch (error) {
    unreadable(`expected a whole gzip, found ${(error as Error).message}`);
    return undefined;
  }
}

function parseLine(line: string, unreadable: OnUnreadable): Line | undefined {
  try {
    return JSON.parse(line);
  } catch (error) {
    unreadable(`expected JSON, found ${(error as Error).message}`);
    return undefined;
  }
}

function* linesOf(data: Buffer): Generator<string> {
  let start = 0;
  for (let end = data.indexOf(0x0a); end >= 0; end = data.indexOf(0x0a, start)) {
    if (end > start) yield data.toString('utf8', start, end);
    start = end + 1;
  }
  if (start < data.length) yield data.toString('utf8', start);
}
