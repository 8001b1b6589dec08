import type { Readable } from 'node:stream';
import type { Forwarded, FrameRecord } from '../shared/frames/aws/forward-frames.js';
import { readLines } from '../shared/lake/read-lines.js';
import type { RunBooks } from '../shared/rework/run-books.js';
import type { JudgingSettings } from '../shared/telemetry/judge-rules.js';
import type { AskRegistrations } from '../shared/telemetry/redact-elements.js';
import { chooseEvents } from './choose-events.js';
import { judgeAgain, type MendedEvent } from './judge-again.js';
import { Marker, markerKey } from './marker.js';
import { packMended } from './pack-mended.js';
import { ReplayTally } from './replay-tally.js';

/** An object of the failed book, and what is to be done with it. */
export interface ReplayTask {
  readonly key: string;
  readonly reason: string;
  /** Epoch milliseconds; what failed before is passed by. */
  readonly since?: number | undefined;
  /** Only looks. */
  readonly dryRun: boolean;
}

/** What the state machine says of it. */
export type ReplayInput = Omit<ReplayTask, 'since'> & { readonly since: string | null };

/** The effects of a replay. */
export interface ReplayPorts {
  /** Which questions are of a registration, whose answers must not be kept; without it, answers stay. */
  readonly askRegistrations: AskRegistrations | undefined;
  /** The bytes of an object as they come; `undefined` where it is gone. */
  open(key: string): Promise<Readable | undefined>;
  /** An object's text; `undefined` where there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, json: string): Promise<void>;
  /** Writes frames to the ingest stream; says which of them it took. */
  forward(frames: readonly FrameRecord[]): Promise<Forwarded>;
  /** Milliseconds left. */
  remainingMs(): number;
}

/** Events and characters that are held in memory before they go; several frames' worth. */
const [maxHeldEvents, maxHeldText] = [500, 4 * 1024 * 1024];
/** Kept back for what is held, and for its marker. */
const reserveMs = 60_000;
const dayMs = 86_400_000;

/**
 * Judges the failed events of one object again, and puts those that are valid now on the ingest stream, once: after
 * the stream has acknowledged them a marker lists their lines, and the next replay passes over them. What goes twice
 * because a replay died in between is a duplicate by its claim.
 *
 * @throws DependencyError when the stream, the registry or S3 can't do its work; what went is marked, and a retry goes on from there
 */
export async function replayObject(
  { key, reason, since = Number.NEGATIVE_INFINITY, dryRun }: ReplayTask,
  settings: JudgingSettings,
  ports: ReplayPorts,
): Promise<RunBooks> {
  if (lastMoment(key) < since) return { counts: { older: 1 }, problems: [] };
  const marker = Marker.read(await ports.read(markerKey(key, reason)));
  const compressed = await ports.open(key);
  if (!compressed) return { counts: {}, problems: [] };
  const tally = new ReplayTally(key);
  const held: MendedEvent[] = [];

  const flush = async () => {
    const going = held.splice(0);
    if (going.length > 0 && !dryRun) {
      const { error } = await ports.forward(packMended(going));
      if (error) throw error;
      for (const { line } of going) marker.add(line);
      await ports.write(markerKey(key, reason), marker.print());
    }
    tally.add('replayed', going.length);
  };

  for await (const event of chooseEvents(readLines(compressed), { reason, since }, tally)) {
    if (marker.has(event.line)) {
      tally.add('skipped');
      continue;
    }
    const verdict = await judgeAgain(event, settings, ports.askRegistrations);
    if ('mended' in verdict) held.push(verdict.mended);
    else tally.refused(event.line, verdict);
    if (isFull(held)) await flush();
    if (ports.remainingMs() < reserveMs) {
      tally.problem('left', `from line ${event.line + 1} on: no time left; the next replay goes on here`);
      break;
    }
  }
  await flush();
  return tally.books;
}

function isFull(held: readonly MendedEvent[]): boolean {
  return held.length >= maxHeldEvents || held.reduce((sum, { framed }) => sum + framed.text.length, 0) >= maxHeldText;
}

/** The last moment at which a line may have come into an object: its folder's day ends everywhere a day later. */
function lastMoment(key: string): number {
  const day = Date.parse(/\/dt=(\d{4}-\d\d-\d\d)\//.exec(key)?.[1] ?? '');
  return Number.isNaN(day) ? Number.POSITIVE_INFINITY : day + 2 * dayMs;
}
