import '../fakes/lambda-environment.js';
import fc from 'fast-check';
import { aKinesisEvent } from '../factories/kinesis-events.js';
import { fakeConsole } from '../fakes/fake-console.js';
import { Mortality } from '../fakes/mortality.js';
import { deliver, invoke } from './deliver.js';
import { aWorld, type Books, countStored, type StageName, stageNames, stages, type World } from './stages.js';

beforeEach(() => fakeConsole());
afterEach(() => jest.restoreAllMocks());

/** A process that Lambda has given up on lives on, and its frames come to another one meanwhile. */
interface Overlap {
  /** Decides whose effect is next. */
  readonly scheduler: fc.Scheduler;
  /** Where the new batch ends: at another place than the old one, or at the same. */
  readonly cut: number;
  /** The effect at which the new process dies; with none of that number it lives. */
  readonly diesAtCall: number;
  readonly moment: 'before' | 'after';
}

const anyOverlap: fc.Arbitrary<Overlap> = fc.record({
  scheduler: fc.scheduler(),
  cut: fc.integer({ min: 1, max: 5 }),
  diesAtCall: fc.integer({ min: 1, max: 30 }),
  moment: fc.constantFrom('before', 'after'),
});

/** The world, with each effect and each of its answers at a moment that the scheduler chooses. */
function inAnyOrder({ claims, progress, stream, book }: World, scheduler: fc.Scheduler): World {
  const late =
    <A extends unknown[], R>(effect: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await scheduler.schedule(Promise.resolve());
      const answer = await effect(...args);
      await scheduler.schedule(Promise.resolve());
      return answer;
    };
  return {
    claims: { insertAll: late(claims.insertAll), resolveAll: late(claims.resolveAll) },
    progress: { find: late(progress.find), remember: late(progress.remember) },
    stream: { ...stream, forward: late(stream.forward) },
    book: { ...book, keepFailed: late(book.keepFailed) },
  };
}

async function overlap(stage: StageName, { scheduler, cut, diesAtCall, moment }: Overlap) {
  const { process, frames } = stages[stage];
  const world = aWorld();
  const makeHandler = process(inAnyOrder(world, scheduler));
  const { Records } = aKinesisEvent(frames);
  const life = new Mortality(diesAtCall, moment);
  const old = new Mortality();
  const both = Promise.all([
    invoke(makeHandler(old), Records, old),
    (async () => {
      await deliver(Records.slice(0, cut), makeHandler, [life], 'whole');
      await deliver(Records.slice(cut), makeHandler, [], 'whole');
    })(),
  ]);
  await scheduler.waitFor(both);
  return { ...countStored(stage, world.stream.taken), failed: world.book.kept.length, life };
}

describe.each(stageNames)(
  '%s with the same frames in two processes at once, in any order of their effects,',
  (stage) => {
    const { expected, failed } = stages[stage];
    const runs: Books[] = [];
    afterAll(() => {
      const twice = runs.filter((books) => books.twice > 0);
      const most = Math.max(...runs.map((books) => books.most));
      process.stderr.write(
        `${stage} in two processes at once: ${runs.length} runs; stored twice: ${twice.length} runs, no event over ${most} times\n`,
      );
    });

    it('loses nothing, and stores an event at most once more, and again only by a death in the window', async () => {
      await fc.assert(
        fc.asyncProperty(anyOverlap, async (given) => {
          const { life, ...books } = await overlap(stage, given);

          runs.push(books);
          expect(books.mids).toEqual(expected);
          expect(books.most).toBeLessThanOrEqual(life.isInWindow ? 3 : 2);
          expect(books.failed).toBeGreaterThanOrEqual(failed);
        }),
        { numRuns: 30 },
      );
    });

    it('stores each event once where the other has remembered before', async () => {
      const world = aWorld();
      const { process, frames } = stages[stage];
      const { Records } = aKinesisEvent(frames);
      await deliver(Records, process(world), [], 'whole');

      await deliver(Records, process(world), [], 'elsewhere');

      expect(countStored(stage, world.stream.taken)).toEqual({ mids: expected, twice: 0, most: 1 });
      expect(world.book.kept).toHaveLength(failed);
    });
  },
);
