import type { ClaimPorts } from '../../lambdas/dedup/claim-events.js';
import { dedupFrames } from '../../lambdas/dedup/dedup-frames.js';
import { enrichFrames } from '../../lambdas/enrich/enrich-frames.js';
import { enrichers } from '../../lambdas/enrich/enrichers.js';
import type { StreamRecord } from '../../lambdas/shared/aws/put-records.js';
import { decodeFrame, type Frame } from '../../lambdas/shared/frames/frame.js';
import { decodeAggregate } from '../../lambdas/shared/frames/kpl.js';
import type { ProgressPorts } from '../../lambdas/shared/frames/progress.js';
import { type Stage, streamStage } from '../../lambdas/shared/frames/stream-stage.js';
import { anEvent, someEvents } from '../factories/events.js';
import { aFrame, aFrameOfLines, arrival } from '../factories/frames.js';
import { aKinesisEvent } from '../factories/kinesis-events.js';
import { fakeClaims } from '../fakes/fake-claims.js';
import { type FakeFailedBook, fakeFailedBook } from '../fakes/fake-failed-book.js';
import { fakeLookup } from '../fakes/fake-lookup.js';
import { fakeProgress } from '../fakes/fake-progress.js';
import { type FakeStream, fakeStream } from '../fakes/fake-stream.js';
import type { Mortality } from '../fakes/mortality.js';
import { deliver, type Redelivery } from './deliver.js';

/** What outlives a process. */
export interface World {
  readonly claims: ClaimPorts;
  readonly progress: ProgressPorts;
  readonly stream: Pick<FakeStream, 'taken' | 'forward'>;
  readonly book: Pick<FakeFailedBook, 'kept' | 'keepFailed'>;
}

export type MakeWorld = (stage: StageName) => World | Promise<World>;

/** A world in memory. */
export function aWorld(): World {
  return { claims: fakeClaims(), progress: fakeProgress(), stream: fakeStream(), book: fakeFailedBook() };
}

/** A process of a stage, on what outlives it. */
function aProcess(name: string, run: (world: World, life: Mortality) => Stage) {
  return (world: World) => (life: Mortality) =>
    streamStage(name, run(world, life), {
      keepFailed: life.of('keepFailed', world.book.keepFailed),
      progress: () => ({
        find: life.of('find', world.progress.find),
        remember: life.of('remember', world.progress.remember),
      }),
    });
}

const large = (mid: string) => anEvent({ mid, edata: { message: 'x'.repeat(480 * 1024) } });

type Taken = Pick<StreamRecord, 'data'>;

/** Each stage with frames that bring out all of its effects, what is to come out, and what comes out. */
export const stages = {
  dedup: {
    process: aProcess(
      'dedup',
      ({ claims, stream }, life) =>
        (frames) =>
          dedupFrames(frames, {
            insertAll: life.of('insertAll', claims.insertAll),
            resolveAll: life.of('resolveAll', claims.resolveAll),
            forward: life.of('forward', stream.forward),
          }),
    ),
    frames: [
      aFrame(someEvents(3)).data,
      aFrame([...someEvents(2), anEvent({ mid: 'LOG:9' })]).data,
      Buffer.from('no frame'),
      aFrame([anEvent({ edata: { other: true } })]).data,
      aFrame(someEvents(4)).data,
    ],
    expected: ['LOG:1', 'LOG:1', 'LOG:2', 'LOG:3', 'LOG:4', 'LOG:9'],
    failed: 1,
    read: (taken: readonly Taken[]) =>
      taken
        .flatMap(({ data }) => (decodeFrame(Buffer.from(data)) as Frame).entries)
        .map(([mid, fingerprint]) => ({ mid, fingerprint })),
  },
  enrich: {
    process: aProcess(
      'enrich',
      ({ stream }, life) =>
        (frames) =>
          enrichFrames(
            frames,
            { enrichers, defaultChannel: 'own', timeZone: 'UTC' },
            {
              lookup: life.of('lookup', fakeLookup().lookup),
              forward: life.of('forward', stream.forward),
              refreshUsers: async () => new Map(),
              now: () => arrival,
            },
          ),
    ),
    frames: [
      aFrame(someEvents(2)).data,
      aFrameOfLines(['{"eid":', JSON.stringify(anEvent({ mid: 'LOG:8' }))]).data,
      aFrame(['LOG:5', 'LOG:6', 'LOG:7'].map(large)).data,
      Buffer.from('no frame'),
    ],
    expected: ['LOG:1', 'LOG:2', 'LOG:5', 'LOG:6', 'LOG:7', 'LOG:8'],
    failed: 2,
    read: (taken: readonly Taken[]) =>
      taken
        .flatMap(({ data }) => decodeAggregate(Buffer.from(data)))
        .map((data) => JSON.parse(data.toString()))
        .map(({ mid, metadata }) => ({ mid: String(mid), fingerprint: String(metadata.fingerprint) })),
  },
} as const;

export type StageName = keyof typeof stages;
export const stageNames = Object.keys(stages) as StageName[];

/** What came out of a stage. */
export interface Books {
  /** Distinct events, by mid, in order. */
  readonly mids: readonly string[];
  /** Events stored beyond the first time. */
  readonly twice: number;
  /** How often the event was stored that was stored most. */
  readonly most: number;
  readonly failed: number;
}

/** Counts what a stage put on its stream. */
export function countStored(name: StageName, taken: readonly Taken[]): Omit<Books, 'failed'> {
  const counts = new Map<string, number>();
  for (const { mid, fingerprint } of stages[name].read(taken)) {
    const event = `${mid} ${fingerprint}`;
    counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  const stored = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {
    mids: [...counts.keys()].map((event) => event.split(' ')[0] ?? '').toSorted(),
    twice: stored - counts.size,
    most: Math.max(0, ...counts.values()),
  };
}

/** Delivers a stage's frames until all is through, and counts what came out. */
export async function runStage(
  name: StageName,
  { world = aWorld(), lives = [] as readonly Mortality[], redelivery = 'whole' as Redelivery } = {},
): Promise<Books> {
  const { process, frames } = stages[name];
  await deliver(aKinesisEvent(frames).Records, process(world), lives, redelivery);
  return { ...countStored(name, world.stream.taken), failed: world.book.kept.length };
}
