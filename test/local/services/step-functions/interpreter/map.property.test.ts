import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { failure } from '../../../../support/functions.js';
import { states, task, useStateMachines } from '../../../../support/state-machines.js';
import { aBarrier, until } from '../../../../support/until.js';

const { open } = useStateMachines();
const config = { DISTRIBUTED: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, INLINE: { Mode: 'INLINE' } };
const processor = (mode: keyof typeof config) => ({
  ItemProcessor: { ProcessorConfig: config[mode], StartAt: 'X', States: { X: task() } },
  End: true,
});

describe.each(['INLINE', 'DISTRIBUTED'] as const)('a Map in mode %s', (mode) => {
  it('keeps the order of its items and never runs more at once than MaxConcurrency', async () => {
    let underWay = 0;
    let most = 0;
    const definition = states({
      A: {
        Type: 'Map',
        Items: '{% $states.input.items %}',
        MaxConcurrency: '{% $states.input.limit %}',
        ...processor(mode),
      },
    });
    const { run } = await open({
      definition,
      worker: async ({ value, turns }: { value: string; turns: number }) => {
        most = Math.max(most, ++underWay);
        for (let turn = 0; turn < turns; turn++) await nextTurn();
        underWay--;
        return { result: value };
      },
    });
    const items = fc.array(fc.record({ value: fc.string(), turns: fc.nat(5) }), { maxLength: 20 });

    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 6 }), async (list, limit) => {
        most = 0;

        const ended = await run({ items: list, limit });

        expect(ended).toEqual({ status: 'SUCCEEDED', output: list.map(({ value }) => value) });
        expect(most).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(['INLINE', 'DISTRIBUTED'] as const)('a Map in mode %s', (mode) => {
  it('runs as many at once as MaxConcurrency lets it', async () => {
    const barrier = aBarrier();
    const { start, ended, worker } = await open({
      definition: states({ A: { Type: 'Map', MaxConcurrency: 3, ...processor(mode) } }),
      worker: async () => {
        await barrier.passed;
        return { result: null };
      },
    });
    const arn = await start([1, 2, 3, 4, 5]);

    await until(() => worker.events.length >= 3);
    barrier.open();

    expect((await ended(arn)).status).toBe('SUCCEEDED');
  });
});

describe('a distributed Map', () => {
  it('fails exactly when more items fail than are tolerated', async () => {
    const definition = states({
      A: {
        Type: 'Map',
        Items: '{% $states.input.items %}',
        ToleratedFailureCount: '{% $states.input.count %}',
        ToleratedFailurePercentage: '{% $states.input.percentage %}',
        ...processor('DISTRIBUTED'),
      },
    });
    const { run } = await open({
      definition,
      worker: (fails: boolean) => (fails ? failure() : { result: 'ok' }),
    });
    const inputs = fc.record({
      items: fc.array(fc.boolean(), { maxLength: 12 }),
      count: fc.nat(6),
      percentage: fc.constantFrom(0, 10, 25, 50, 100),
    });

    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const ended = await run(input);

        const failed = input.items.filter((fails) => fails).length;
        const isTolerated = failed <= input.count && failed <= (input.percentage / 100) * input.items.length;
        expect(ended).toEqual(
          isTolerated
            ? { status: 'SUCCEEDED', output: Array(input.items.length - failed).fill('ok') }
            : {
                status: 'FAILED',
                error: 'States.ExceedToleratedFailureThreshold',
                cause: 'The specified tolerated failure threshold was exceeded',
              },
        );
      }),
      { numRuns: 60 },
    );
  });
});
