import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RunningInfo } from './state-folder.js';

type Place = Pick<RunningInfo, 's3Folder' | 'lakeBucket'>;
type Line = Record<string, unknown>;

/** The files under a prefix of the lake, by path. */
export function lakeFiles({ s3Folder, lakeBucket }: Place, prefix: string): string[] {
  const folder = join(s3Folder, lakeBucket, prefix);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Enriched events, one a line of `telemetry/`, without those that were generated. */
export function storedEvents(place: Place): Line[] {
  return linesOf(lakeFiles(place, 'telemetry')).filter((line) => !isGenerated(line));
}

/** What enrich made out of events: lines of `telemetry/` that nobody sent. */
export function generatedEvents(place: Place): Line[] {
  return linesOf(lakeFiles(place, 'telemetry')).filter(isGenerated);
}

/** Ingest refuses SHARE_ITEM as an unknown eid, so one with a parent can only be ours. */
function isGenerated({ eid, metadata }: Line): boolean {
  return eid === 'SHARE_ITEM' && (metadata as Line | undefined)?.parent_mid !== undefined;
}

/** Failed events; of one in several parts, the first stands for it. */
export function failedEvents(place: Place): Line[] {
  return linesOf(lakeFiles(place, 'failed')).filter(({ part = 1 }) => part === 1);
}

/** How many events came, duplicates included: the sum over the headers of the archived frames. */
export function archivedEvents(place: Place): number {
  const headers = linesOf(lakeFiles(place, 'archive')).filter(
    ({ v, events }) => v !== undefined && Array.isArray(events),
  );
  return headers.reduce((sum, { events }) => sum + (events as unknown[]).length, 0);
}

/** Objects never change, so each file is read once. */
const knownLines = new Map<string, Line[]>();

function linesOf(files: readonly string[]): Line[] {
  return files.flatMap((file) => {
    const lines = knownLines.get(file) ?? readLines(file);
    knownLines.set(file, lines);
    return lines;
  });
}

function readLines(file: string): Line[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
