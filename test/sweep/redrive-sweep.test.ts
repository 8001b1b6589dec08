import '../fakes/lambda-environment.js';
import type { KinesisStreamRecord } from 'aws-lambda';
import { redriveObject } from '../../lambdas/redrive/redrive-object.js';
import { aContext, aKinesisEvent } from '../factories/kinesis-events.js';
import { anUndelivered } from '../factories/undelivered.js';
import { fakeConsole } from '../fakes/fake-console.js';
import { fakeObjects } from '../fakes/fake-objects.js';
import { Mortality } from '../fakes/mortality.js';
import { aWorld, stageNames, stages } from './stages.js';

beforeEach(() => fakeConsole());
afterEach(() => jest.restoreAllMocks());

const key = 'aws/lambda/source-1/shard-0/object';

/** Redrives the frames of a stage again and again until the object is gone; the first life, of who it is, may end. */
async function redriveAll(name: (typeof stageNames)[number], life: Mortality, who: 'both' | 'the stage alone') {
  const { process, frames, read } = stages[name];
  const world = aWorld();
  const objects = fakeObjects({ [key]: anUndelivered(aKinesisEvent(frames).Records) });
  const lives = [life];
  for (let runs = 0; objects.held.has(key) || runs < 2; runs++) {
    if (runs > 10) throw new Error('expected all to be through after 10 redrives');
    const living = lives.shift() ?? new Mortality();
    const own = who === 'both' ? living : new Mortality();
    const invoke = async (records: readonly KinesisStreamRecord[]) => {
      try {
        // A process that has ended is followed by another one.
        const life = living.diedAt === undefined || who === 'both' ? living : new Mortality();
        return { answer: await process(world)(life)({ Records: [...records], redrive: true }, aContext()) };
      } catch (error) {
        return { error: String(error) };
      }
    };
    const ports = {
      read: objects.read,
      write: own.of('write', objects.write),
      remove: own.of('remove', objects.remove),
      invoke: own.of('invoke', invoke),
      remainingMs: () => 900_000,
      invocationMs: 60_000,
    };
    await redriveObject({ key, dryRun: false }, ports).catch(() => undefined);
  }
  const stored = read(world.stream.taken).map(({ mid, fingerprint }) => `${mid} ${fingerprint}`);
  const distinct = new Set(stored);
  return { mids: [...distinct].map((event) => event.split(' ')[0]).toSorted(), twice: stored.length - distinct.size };
}

const deaths = stageNames.flatMap((stage) =>
  (['both', 'the stage alone'] as const).flatMap((who) =>
    (['before', 'after'] as const).map((moment) => ({ stage, who, moment })),
  ),
);

describe.each(deaths)('a redrive to $stage, where $who may die $moment any effect,', ({ stage, who, moment }) => {
  it('loses nothing, and stores nothing twice but in the window between a forward and its memory', async () => {
    const died = new Set<string>();
    for (let call = 1; ; call++) {
      const life = new Mortality(call, moment);
      const { mids, twice } = await redriveAll(stage, life, who);
      if (life.diedAt === undefined) break;
      died.add(life.diedAt);
      expect({ diedAt: life.diedAt, mids }).toEqual({ diedAt: life.diedAt, mids: stages[stage].expected });
      if (!life.isInWindow) expect({ diedAt: life.diedAt, twice }).toEqual({ diedAt: life.diedAt, twice: 0 });
    }

    const own = who === 'both' ? ['invoke', 'remove'] : [];
    expect([...died]).toEqual(expect.arrayContaining(['find', 'forward', 'remember', 'keepFailed', ...own]));
  });
});
