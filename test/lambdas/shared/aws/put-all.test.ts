import fc from 'fast-check';
import { type PutAllOptions, putAll, putAllOrThrow, type Refusal } from '../../../../lambdas/shared/aws/put-all.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { fakeClock } from '../../../fakes/fake-clock.js';

type Answer = (entries: readonly string[], call: number) => readonly Refusal[];

/** A target that answers as it is told, and remembers what it was asked. */
function aTarget(answer: Answer, overrides: Partial<PutAllOptions<string>> = {}, clock = fakeClock(60_000)) {
  const calls: string[][] = [];
  const options: PutAllOptions<string> = {
    target: 'target',
    maxEntries: 10,
    maxBytes: 1_000,
    sizeOf: (entry) => entry.length,
    remainingMs: clock.remainingMs,
    wait: clock.wait,
    put: async (entries) => {
      calls.push([...entries]);
      return answer(entries, calls.length);
    },
    ...overrides,
  };
  return { calls, options, clock };
}

const takesAll: Answer = (entries) => entries.map(() => undefined);
const refusing =
  (...refused: string[]): Answer =>
  (entries) =>
    entries.map((entry) => (refused.includes(entry) ? 'throttled' : undefined));

describe('putAll', () => {
  it('sends again only what was refused, paired by position', async () => {
    const { calls, options } = aTarget((entries, call) =>
      call === 1 ? refusing('b', 'd')(entries, call) : takesAll(entries, call),
    );

    const undone = await putAll(['a', 'b', 'c', 'd'], options);

    expect(undone).toEqual([]);
    expect(calls).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'd'],
    ]);
  });

  it('takes a call that failed for a refusal of all its entries, and tries again', async () => {
    const { calls, options } = aTarget((entries, call) => {
      if (call === 1) throw new Error('socket hang up');
      return takesAll(entries, call);
    });

    const undone = await putAll(['a', 'b'], options);

    expect(undone).toEqual([]);
    expect(calls).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('does not take silence about an entry for its acceptance', async () => {
    const { calls, options } = aTarget((entries, call) => (call === 1 ? [undefined] : takesAll(entries, call)));

    await putAll(['a', 'b'], options);

    expect(calls).toEqual([['a', 'b'], ['b']]);
  });

  it('does not repeat a call that the service will never take', async () => {
    const never: Answer = () => {
      throw Object.assign(new Error('one key twice'), { name: 'ValidationException' });
    };
    const { calls, options } = aTarget(never);

    const undone = await putAll(['a', 'b'], options);

    expect(calls).toHaveLength(1);
    expect(undone.map(({ index, cause }) => [index, cause])).toEqual([
      [0, 'ValidationException: one key twice'],
      [1, 'ValidationException: one key twice'],
    ]);
  });

  it('has no more than 16 calls under way, since the others would wait for a socket and time out there', async () => {
    let underWay = 0;
    let most = 0;
    const put = async (entries: readonly string[]) => {
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
      return entries.map(() => undefined);
    };
    const { options } = aTarget(takesAll, { put, maxEntries: 1 });

    const undone = await putAll(Array.from({ length: 100 }, String), options);

    expect(undone).toEqual([]);
    expect(most).toBe(16);
  });

  it('splits by count', async () => {
    const { calls, options } = aTarget(takesAll, { maxEntries: 2 });

    await putAll(['a', 'b', 'c', 'd', 'e'], options);

    expect(calls).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('splits by bytes, and sends an entry above the size alone', async () => {
    const { calls, options } = aTarget(takesAll, { maxBytes: 4 });

    await putAll(['aa', 'bb', 'c', 'too large', 'd', 'eee'], options);

    expect(calls).toEqual([['aa', 'bb'], ['c'], ['too large'], ['d', 'eee']]);
  });

  it('asks nothing of the target when there is nothing to put', async () => {
    const { calls, options } = aTarget(takesAll);

    expect(await putAll([], options)).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('gives up when the time is out and names what is left, lowest first', async () => {
    const { options } = aTarget(refusing('b', 'c', 'e'), { maxEntries: 2 }, fakeClock(5_000));

    const undone = await putAll(['a', 'b', 'c', 'd', 'e'], options);

    expect(undone).toEqual([
      { index: 1, cause: 'throttled' },
      { index: 2, cause: 'throttled' },
      { index: 4, cause: 'throttled' },
    ]);
  });

  it('tries once even when there is no time for a second try', async () => {
    const { calls, options, clock } = aTarget(refusing('a'), {}, fakeClock(0));

    const undone = await putAll(['a'], options);

    expect(undone).toEqual([{ index: 0, cause: 'throttled' }]);
    expect(calls).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });

  it('never waits longer than the time that is left', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 900 }),
        async (budget, callMs) => {
          const clock = fakeClock(budget);
          const slow: Answer = (entries, call) => {
            clock.pass(callMs);
            return refusing('a')(entries, call);
          };

          await putAll(['a'], aTarget(slow, {}, clock).options);

          expect(clock.waits.filter(({ ms, leftMs }) => ms > leftMs)).toEqual([]);
        },
      ),
    );
  });

  it('puts every entry exactly once, however often a target refuses each of them', async () => {
    const anyEntries = fc.uniqueArray(
      fc.record({ entry: fc.string({ maxLength: 8 }), refusals: fc.integer({ min: 0, max: 3 }) }),
      { maxLength: 40, selector: ({ entry }) => entry },
    );
    await fc.assert(
      fc.asyncProperty(anyEntries, async (list) => {
        const refusalsLeft = new Map(list.map(({ entry, refusals }) => [entry, refusals]));
        const taken: string[] = [];
        const answer = (entry: string): Refusal => {
          const left = refusalsLeft.get(entry) ?? 0;
          refusalsLeft.set(entry, left - 1);
          if (left > 0) return 'throttled';
          taken.push(entry);
          return undefined;
        };
        const { options } = aTarget((chunk) => chunk.map(answer), { maxEntries: 7, maxBytes: 20 });

        const undone = await putAll([...refusalsLeft.keys()], options);

        expect(undone).toEqual([]);
        expect(taken.toSorted()).toEqual([...refusalsLeft.keys()].toSorted());
      }),
    );
  });
});

describe('putAllOrThrow', () => {
  it('names the target, the number and the first cause of what was not taken', async () => {
    const { options } = aTarget(refusing('b', 'c'), {}, fakeClock(0));

    const put = putAllOrThrow(['a', 'b', 'c'], options);

    await expect(put).rejects.toThrow(DependencyError);
    await expect(put).rejects.toThrow('target: 2 of 3 entries were not taken in time: throttled');
  });

  it('ends quietly when all was taken', async () => {
    const { calls, options } = aTarget(takesAll);

    await putAllOrThrow(['a'], options);

    expect(calls).toEqual([['a']]);
  });
});
