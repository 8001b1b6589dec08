import type { Undone } from '../shared/aws/put-all.js';
import type { StreamRecord } from '../shared/aws/put-records.js';
import type { FrameOutcome, ReceivedFrame, StageOutcome } from '../shared/frames/stream-stage.js';
import { DependencyError } from '../shared/function/errors.js';
import type { Lookup, OpenFields } from '../shared/registry/cached-lookup.js';
import { endOfDay } from './end-of-day.js';
import type { Enrichers } from './enricher.js';
import { finishFrame, keysOf } from './finish-frame.js';
import { packAggregates } from './pack-aggregates.js';
import { type FrameSettings, type PreparedFrame, prepareFrame } from './prepare-frame.js';
import { type RecordBook, recordBook } from './record-book.js';
import { type UserUpdate, userUpdates } from './user-updates.js';

/** The effects of enrich. */
export interface EnrichPorts {
  /**
   * Brings users up to date by what AUDIT events say of them, and tells what lies open of them now, by entity. Throws
   * DependencyError when the registry can't be reached.
   */
  refreshUsers(updates: readonly UserUpdate[]): Promise<ReadonlyMap<string, OpenFields>>;
  /** Looks records up, each of which is asked for once at most. Throws DependencyError. */
  lookup(entities: ReadonlySet<string>): ReturnType<Lookup>;
  /** Writes aggregates to the enriched stream; returns those that were not taken in time, lowest first. */
  forward(records: readonly StreamRecord[]): Promise<readonly Undone[]>;
  /** Epoch milliseconds. */
  now(): number;
}

export interface EnrichSettings {
  readonly enrichers: Enrichers;
  readonly defaultChannel: string;
  readonly timeZone: string;
}

/**
 * Characters of events that are worked on at a time: as objects, and with their records, they are several times that.
 * More at a time is slower besides, since what lives on is copied.
 */
const maxGroupSize = 2 * 1024 * 1024;

/**
 * Enriches the events of some frames and forwards them as aggregates of one JSON document an event, and one a generated
 * event. `forwarded` counts events, `generated` what was made out of them. Where the registry or the stream does not
 * answer, what is not forwarded yet is left, to come again: no event goes on without what is known of it.
 */
export async function enrichFrames(
  frames: readonly ReceivedFrame[],
  settings: EnrichSettings,
  ports: EnrichPorts,
): Promise<StageOutcome> {
  const now = ports.now();
  const frameSettings = { ...settings, now, endOfToday: endOfDay(now, settings.timeZone) };
  const book = recordBook(ports.lookup);
  const outcomes: FrameOutcome[] = [];
  let [forwarded, generated] = [0, 0];
  let error: Error | undefined;
  try {
    for (const group of groupsOf(frames, frameSettings)) {
      const done = await enrichGroup(group, frameSettings, book, ports);
      outcomes.push(...done.outcomes);
      forwarded += done.forwarded;
      generated += done.generated;
      error = done.error;
      if (error) break;
    }
  } catch (thrown) {
    // Thrown on, it would have what was forwarded before it forgotten, and forwarded again with each retry.
    if (outcomes.length === 0) throw thrown;
    error = thrown as Error;
  }
  const untouched = frames.slice(outcomes.length).map(leftWhole);
  return {
    frames: [...outcomes, ...untouched],
    forwarded,
    generated,
    ...book.counts(),
    ...(error && { error }),
  };
}

/** Reads frames, as many at a time as memory allows. */
function* groupsOf(frames: readonly ReceivedFrame[], settings: FrameSettings): Generator<readonly PreparedFrame[]> {
  let group: PreparedFrame[] = [];
  let size = 0;
  for (const received of frames) {
    const prepared = prepareFrame(received, settings);
    group.push(prepared);
    size += prepared.size;
    if (size < maxGroupSize) continue;
    yield group;
    group = [];
    size = 0;
  }
  if (group.length > 0) yield group;
}

async function enrichGroup(
  group: readonly PreparedFrame[],
  settings: FrameSettings,
  book: RecordBook,
  { refreshUsers, forward }: EnrichPorts,
) {
  // A part at a time, as all else: what thousands of users take must not come before the first event each time.
  book.learn(await refreshUsers(userUpdates(group.map(({ received }) => received))));
  const broken = await book.lookUp(group.flatMap((prepared) => [...keysOf(prepared)])).catch(dependencyError);
  if (broken)
    return { outcomes: group.map(({ received }) => leftWhole(received)), forwarded: 0, generated: 0, error: broken };

  const finished = group.map((prepared, frame) => finishFrame(prepared, frame, settings, book.records));
  const documents = finished.flatMap((frame) => frame.documents);
  const aggregates = packAggregates(documents);
  const undone = aggregates.length > 0 ? await forward(aggregates.map(({ record }) => record)) : [];
  const left = group.map(() => new Set<number>());
  for (const { index } of undone) {
    for (const { frame, line } of aggregates[index]?.documents ?? []) left[frame]?.add(line);
  }
  const done = documents.filter(({ frame, line }) => !left[frame]?.has(line));
  const generated = done.filter(({ isGenerated }) => isGenerated).length;
  const [first] = undone;
  return {
    outcomes: finished.map(({ failed }, frame): FrameOutcome => ({ left: [...(left[frame] ?? [])], failed })),
    forwarded: done.length - generated,
    generated,
    error: first && new Error(first.cause),
  };
}

/**
 * Nothing of it was forwarded, and nothing has failed yet: what fails of a frame is kept once and as a whole, and what is
 * too large is known only when it is printed.
 */
const leftWhole = ({ left }: ReceivedFrame): FrameOutcome => ({ left, failed: [], isUntouched: true });

function dependencyError(error: unknown): DependencyError {
  if (error instanceof DependencyError) return error;
  throw error;
}
