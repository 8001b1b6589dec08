import '../../fakes/lambda-environment.js';
import { dedupFrames } from '../../../lambdas/dedup/dedup-frames.js';
import { enrichFrames } from '../../../lambdas/enrich/enrich-frames.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import { decodeFrame, type Frame } from '../../../lambdas/shared/frame.js';
import { decodeAggregate } from '../../../lambdas/shared/kpl.js';
import { type Stage, streamStage } from '../../../lambdas/shared/stream-stage.js';
import { anEvent, someEvents } from '../../factories/events.js';
import { aFrame, aFrameOfLines, arrival } from '../../factories/frames.js';
import { aKinesisEvent } from '../../factories/kinesis-events.js';
import { fakeClaims } from '../../fakes/fake-claims.js';
import { fakeConsole } from '../../fakes/fake-console.js';
import { fakeFailedBook } from '../../fakes/fake-failed-book.js';
import { fakeProgress } from '../../fakes/fake-progress.js';
import { fakeStream } from '../../fakes/fake-stream.js';
import { Mortality } from '../../fakes/mortality.js';
import { deliver, type Redelivery } from './deliver.js';

/** What outlives a process. */
function aWorld() {
  return { claims: fakeClaims(), progress: fakeProgress(), stream: fakeStream(), book: fakeFailedBook() };
}

type World = ReturnType<typeof aWorld>;

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

/** Each stage with frames that bring out all of its effects, what is to come out, and what comes out. */
const stages = {
  dedup: {
    process: aProcess(
      'dedup',
      ({ claims, stream }, life) =>
        (frames) =>
          dedupFrames(frames, {
            insertAll: life.of('insertAll', claims.insertAll),
            takeOver: life.of('takeOver', claims.takeOver),
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
    read: ({ stream }: World) =>
      stream.taken
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
            { forward: life.of('forward', stream.forward), now: () => arrival },
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
    read: ({ stream }: World) =>
      stream.taken
        .flatMap(({ data }) => decodeAggregate(Buffer.from(data)))
        .map((data) => JSON.parse(data.toString()))
        .map(({ mid, metadata }) => ({ mid: String(mid), fingerprint: String(metadata.fingerprint) })),
  },
} as const;

beforeEach(() => fakeConsole());
afterEach(() => jest.restoreAllMocks());

/** Runs a stage that dies at its k-th effect, delivers again until all is through, and counts. */
async function run(stage: keyof typeof stages, life: Mortality, redelivery: Redelivery) {
  const { process, frames, read } = stages[stage];
  const world = aWorld();
  await deliver(aKinesisEvent(frames).Records, process(world), [life], redelivery);
  const stored = read(world);
  const distinct = new Set(stored.map(({ mid, fingerprint }) => `${mid} ${fingerprint}`));
  return {
    mids: [...distinct].map((event) => event.split(' ')[0]).toSorted(),
    twice: stored.length - distinct.size,
    failed: world.book.kept.length,
  };
}

const sweeps = (Object.keys(stages) as (keyof typeof stages)[]).flatMap((stage) =>
  (['before', 'after'] as const).flatMap((moment) =>
    (['whole', 'halves'] as const).map((redelivery) => ({ stage, moment, redelivery })),
  ),
);

describe.each(sweeps)('$stage that dies $moment any of its effects, delivered again $redelivery,', (sweep) => {
  const { stage, moment, redelivery } = sweep;
  const { expected, failed } = stages[stage];

  it('loses nothing, and stores nothing twice but in the window between a forward and its memory', async () => {
    const found = [];
    for (let call = 1; ; call++) {
      const life = new Mortality(call, moment);
      const outcome = await run(stage, life, redelivery);
      if (life.diedAt === undefined) break;
      found.push({ diedAt: life.diedAt, isInWindow: life.isInWindow, ...outcome });
    }

    expect(found.length).toBeGreaterThanOrEqual(5);
    expect(new Set(found.map(({ diedAt }) => diedAt))).toContain('forward');
    for (const { diedAt, isInWindow, mids, twice, failed: kept } of found) {
      expect({ diedAt, mids }).toEqual({ diedAt, mids: expected });
      if (!isInWindow) expect({ diedAt, twice }).toEqual({ diedAt, twice: 0 });
      expect({ diedAt, kept: kept >= failed }).toEqual({ diedAt, kept: true });
    }
  });

  it('keeps what failed once, but for a death between the failed book and its memory', async () => {
    const deaths = [];
    for (let call = 1; ; call++) {
      const life = new Mortality(call, moment);
      const outcome = await run(stage, life, redelivery);
      if (life.diedAt === undefined) break;
      if (outcome.failed !== failed) deaths.push(life.diedAt);
    }

    // Nothing else may repeat a line of the failed book.
    expect(deaths.filter((effect) => effect !== (moment === 'after' ? 'keepFailed' : 'remember'))).toEqual([]);
    expect(deaths.length).toBeLessThanOrEqual(1);
  });
});

it.each(Object.keys(stages) as (keyof typeof stages)[])('%s that never dies stores each event once', async (stage) => {
  const { expected, failed } = stages[stage];

  expect(await run(stage, new Mortality(), 'whole')).toEqual({ mids: expected, twice: 0, failed });
});
