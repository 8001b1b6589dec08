import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RunningInfo } from './state-folder.js';

/** Where the lake is on this machine. */
export type LakePlace = Pick<RunningInfo, 's3Folder' | 'lakeBucket'>;
type Line = Record<string, unknown>;

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
export function replayedEvents(place: LakePlace): number {
  const markers = lakeFiles(place, 'replayed').map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const ranges = markers.flatMap(({ lines }: { lines: readonly (readonly [number, number])[] }) => lines);
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
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

function readLines(file: string): Line[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
