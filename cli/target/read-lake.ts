import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RunningInfo } from '../../local/disk/state-folder.js';

/** Where the lake is on this machine. */
export type LakePlace = Pick<RunningInfo, 's3Folder' | 'lakeBucket'>;
/** A line of an object, parsed. */
export type Line = Record<string, unknown>;

/** The files under a prefix of the lake, by path. */
export function lakeFiles({ s3Folder, lakeBucket }: LakePlace, prefix: string): string[] {
  const folder = join(s3Folder, lakeBucket, prefix);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Enriched events, one a line of `telemetry/`, without those that were generated. */
export function storedEvents(place: LakePlace): Line[] {
  return linesOf(lakeFiles(place, 'telemetry')).filter((line) => !isGenerated(line));
}

/** What enrich made out of events: lines of `telemetry/` that nobody sent. */
export function generatedEvents(place: LakePlace): Line[] {
  return linesOf(lakeFiles(place, 'telemetry')).filter(isGenerated);
}

/** Ingest refuses SHARE_ITEM as an unknown eid, so one with a parent can only be ours. */
export function isGenerated({ eid, metadata }: Line): boolean {
  return eid === 'SHARE_ITEM' && (metadata as Line | undefined)?.parent_mid !== undefined;
}

/** Of a failed event in several parts, the first stands for it. */
export function isFirstPart({ part = 1 }: Line): boolean {
  return part === 1;
}

/** Failed events; of one in several parts, the first. */
export function failedEvents(place: LakePlace): Line[] {
  return linesOf(lakeFiles(place, 'failed')).filter(isFirstPart);
}

/** How many failed events went into the stream again: each marker of a replay lists their lines, as ranges. */
export function replayedEvents(place: LakePlace): { readonly events: number; readonly unreadable: readonly string[] } {
  const unreadable: string[] = [];
  let events = 0;
  for (const file of lakeFiles(place, 'replayed')) {
    const text = readFileSync(file, 'utf8');
    const ranges = rangesIn(text);
    if (!ranges) unreadable.push(`${file}: expected {"lines": [[first, last], …]}, found ${text.slice(0, 60)}`);
    for (const [first, last] of ranges ?? []) events += last - first + 1;
  }
  return { events, unreadable };
}

function rangesIn(text: string): readonly (readonly [number, number])[] | undefined {
  try {
    const { lines } = JSON.parse(text);
    const isRange = (range: unknown) => Array.isArray(range) && range.length === 2 && range.every(Number.isInteger);
    return Array.isArray(lines) && lines.every(isRange) ? lines : undefined;
  } catch {
    // Told of by the caller, as any file that is no marker.
    return undefined;
  }
}

/** How many events came, duplicates included: the sum over the headers of the archived frames. */
export function archivedEvents(place: LakePlace): number {
  const headers = linesOf(lakeFiles(place, 'archive')).filter(
    ({ v, events }) => v !== undefined && Array.isArray(events),
  );
  return headers.reduce((sum, { events }) => sum + (events as unknown[]).length, 0);
}

/** Lines that are kept parsed, so that who looks again and again needn't wait; the others are read again. */
const maxKnownLines = 20_000;
/** Objects never change. */
const knownLines = new Map<string, Line[]>();
let knownCount = 0;

function linesOf(files: readonly string[]): Line[] {
  return files.flatMap((file) => {
    const lines = knownLines.get(file) ?? readLines(file);
    if (!knownLines.has(file) && knownCount + lines.length <= maxKnownLines) {
      knownLines.set(file, lines);
      knownCount += lines.length;
    }
    return lines;
  });
}

/** The lines of an object. @throws Error naming the file, and the line where it is one, that can't be read */
export function readLines(file: string): Line[] {
  const data = told(file, () => gunzipSync(readFileSync(file)));
  return data
    .toString('utf8')
    .split('\n')
    .flatMap((line, index) =>
      line === '' ? [] : [told(`${file}, line ${index + 1}`, () => JSON.parse(line) as Line)],
    );
}

function told<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${where}: expected JSON lines in gzip, found ${(error as Error).message}`, { cause: error });
  }
}
