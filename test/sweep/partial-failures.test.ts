import '../fakes/lambda-environment.js';
import fc from 'fast-check';
import type { StreamRecord } from '../../lambdas/shared/aws/put-records.js';
import { DependencyError } from '../../lambdas/shared/function/errors.js';
import { fakeConsole } from '../fakes/fake-console.js';
import { redeliveryNames } from './deliver.js';
import { aWorld, runStage, stageNames, stages, type World } from './stages.js';

beforeEach(() => fakeConsole());
afterEach(() => jest.restoreAllMocks());

/** What goes wrong with the n-th call of something, until the list ends and all goes well. */
interface Trouble {
  /** Positions of records that the stream refuses; Kinesis may refuse any subset. */
  readonly refused: readonly (readonly number[])[];
  /** Calls of the failed book, of the claims table and of the progress table that fail. */
  readonly book: readonly boolean[];
  readonly claims: readonly boolean[];
  readonly reads: readonly boolean[];
}

const anyCalls = fc.array(fc.boolean(), { maxLength: 4 });
const anyTrouble: fc.Arbitrary<Trouble> = fc.record({
  refused: fc.array(fc.uniqueArray(fc.nat({ max: 4 })), { maxLength: 6 }),
  book: anyCalls,
  claims: anyCalls,
  reads: anyCalls,
});

/** A world in which things go wrong for a while. */
function aTroubledWorld({ refused, book, claims, reads }: Trouble): World {
  const world = aWorld();
  const plan = [...refused];
  const failing = <A extends unknown[], R>(calls: readonly boolean[], effect: (...args: A) => Promise<R>) => {
    const left = [...calls];
    return async (...args: A): Promise<R> => {
      if (left.shift()) throw new DependencyError('down');
      return effect(...args);
    };
  };
  const forward = async (records: readonly StreamRecord[]) => {
    const positions = (plan.shift() ?? []).filter((index) => index < records.length).toSorted((a, b) => a - b);
    await world.stream.forward(records.filter((_, index) => !positions.includes(index)));
    return positions.map((index) => ({ index, cause: 'throttled' }));
  };
  return {
    ...world,
    stream: { ...world.stream, forward },
    book: { ...world.book, keepFailed: failing(book, world.book.keepFailed) },
    claims: { ...world.claims, insertAll: failing(claims, world.claims.insertAll) },
    progress: { ...world.progress, find: failing(reads, world.progress.find) },
  };
}

describe.each(stageNames)('%s, when any records are refused and anything is down for a while,', (stage) => {
  const { expected, failed } = stages[stage];

  it.each(redeliveryNames)(
    'stores each event once and keeps each failed one once, delivered again %s',
    async (redelivery) => {
      await fc.assert(
        fc.asyncProperty(anyTrouble, async (trouble) => {
          const outcome = await runStage(stage, { world: aTroubledWorld(trouble), redelivery });

          expect(outcome).toEqual({ mids: expected, twice: 0, most: 1, failed });
        }),
        { numRuns: 30 },
      );
    },
  );
});
