import fc from 'fast-check';
import { replayObject } from '../../../lambdas/replay/replay-object.js';
import { failedLines } from '../../../lambdas/shared/frames/failed-lines.js';
import { lenient } from '../../factories/batches.js';
import { aFailedObject, anObjectOfLines } from '../../factories/failed-objects.js';
import { Mortality } from '../../fakes/mortality.js';
import { aWorld, failed, invalid, key, marker, task } from './world.js';

describe.each(['before', 'after'] as const)('a replay that dies %s any effect and is run again', (moment) => {
  it('loses nothing, and forwards nothing twice but what the claims take for duplicates', async () => {
    const events = Array.from({ length: 1_100 }, (_, index) =>
      index % 3 === 0 ? invalid(`${index}`) : failed(`${index}`),
    );
    const expected = events.flatMap((_, index) => (index % 3 === 0 ? [] : [`${index}`])).toSorted();
    const deaths: string[] = [];
    for (let call = 1; ; call++) {
      const { ports, mids } = aWorld({ [key]: aFailedObject(events) });
      const life = new Mortality(call, moment);
      const dying = { ...ports, forward: life.of('forward', ports.forward), write: life.of('write', ports.write) };
      await replayObject(task, lenient(), dying).catch(() => undefined);
      await replayObject(task, lenient(), ports);
      if (life.diedAt === undefined) break;
      deaths.push(life.diedAt);

      const isInWindow = life.diedAt === (moment === 'before' ? 'write' : 'forward');
      expect([...new Set(mids())].toSorted()).toEqual(expected);
      expect({ diedAt: life.diedAt, twice: mids().length > expected.length }).toEqual({
        diedAt: life.diedAt,
        twice: isInWindow,
      });
    }

    expect(deaths).toEqual(['forward', 'write', 'forward', 'write']);
  });
});

interface Choice {
  readonly reason: 'schema' | 'envelope';
  readonly isValid: boolean;
  readonly isLong: boolean;
  readonly isMarked: boolean;
}

describe('whatever lies in an object, in whatever order, marked or not,', () => {
  const anyLine: fc.Arbitrary<Choice> = fc.record({
    reason: fc.constantFrom('schema' as const, 'envelope' as const),
    isValid: fc.boolean(),
    isLong: fc.boolean(),
    isMarked: fc.boolean(),
  });

  it('each event of the reason that is valid and was not replayed goes once, and the books add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine, { maxLength: 12 }), async (choices) => {
        const { ports, mids } = aWorld(objectsOf(choices));

        const { counts } = await replayObject(task, lenient(), ports);

        const isDue = ({ reason, isValid, isMarked }: Choice) => reason === 'schema' && isValid && !isMarked;
        const due = choices.flatMap((choice, index) => (isDue(choice) ? [`${index}`] : []));
        const [read, ...ends] = ['read', 'replayed', 'skipped', 'stillFailing', 'left'].map(
          (name) => counts[name] ?? 0,
        );
        expect(mids()).toEqual(due);
        expect(counts.replayed).toBe(due.length);
        expect(read).toBe(ends.reduce((sum, end) => sum + end, 0));
      }),
      { numRuns: 60 },
    );
  });
});

/** An object with the lines that were chosen, and its marker. */
function objectsOf(choices: readonly Choice[]) {
  const lines: string[] = [];
  const marked: [number, number][] = [];
  for (const [index, { reason, isValid, isLong, isMarked }] of choices.entries()) {
    const edata = isValid ? { message: isLong ? 'x'.repeat(200_000) : '' } : { level: 1 };
    if (isMarked) marked.push([lines.length + 1, lines.length + 1]);
    lines.push(...failedLines(failed(`${index}`, { reason }, { edata })));
  }
  return { [key]: anObjectOfLines(lines), [marker]: JSON.stringify({ lines: marked }) };
}
