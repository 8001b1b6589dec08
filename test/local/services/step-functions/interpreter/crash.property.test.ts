import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { failure } from '../../../../support/functions.js';
import { states, task, useStateMachines } from '../../../../support/state-machines.js';

const { open, folder } = useStateMachines();
const double = { StartAt: 'D', States: { D: task({ Output: '{% $states.result.Payload * 2 %}' }) } };
const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
const definition = states({
  Set: { Type: 'Pass', Assign: { list: '{% $states.input %}' }, Next: 'Inline' },
  Inline: { Type: 'Map', MaxConcurrency: 2, ItemProcessor: double, Next: 'Distributed' },
  Distributed: { Type: 'Map', ToleratedFailureCount: 1, ItemProcessor: { ...double, ProcessorConfig }, Next: 'Both' },
  Both: { Type: 'Parallel', Branches: [double, double], Arguments: '{% $sum($states.input) %}', Next: 'Ask' },
  Ask: { Type: 'Choice', Choices: [{ Condition: '{% $count($list) = 3 %}', Next: 'End' }] },
  End: { Type: 'Succeed', Output: { list: '{% $list %}', sums: '{% $states.input %}' } },
});
const worker = (n: number) => (n === 4 ? failure() : { result: n });
const expected = { status: 'SUCCEEDED', output: { list: [1, 2, 3], sums: [32, 32] } };

describe('an execution whose log ends anywhere', () => {
  it('comes to the same end, in as many steps as are missing', async () => {
    const first = await open({ definition, worker });
    const arn = await first.start([1, 2, 3]);
    expect(await first.ended(arn)).toEqual(expected);
    await first.halt();
    const state = join(folder(), 'state-machines/machine/00000001');
    const log = join(state, 'log', readdirSync(join(state, 'log'))[0] ?? '');
    const [whole, record] = [readFileSync(log), JSON.parse(readFileSync(join(state, 'execution.json'), 'utf8'))];
    const { output: _, stoppedAt: __, ...started } = { ...record, status: 'RUNNING', mapRuns: [] };

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: statSync(log).size }), async (bytes) => {
        writeFileSync(log, whole);
        truncateSync(log, bytes);
        writeFileSync(join(state, 'execution.json'), JSON.stringify(started));

        const { ended, worker: called, halt } = await open({ definition, worker });
        const end = await ended(arn);
        await halt();

        expect(end).toEqual(expected);
        expect(called.events.length).toBeLessThanOrEqual(first.worker.events.length);
      }),
      { numRuns: 60, examples: [[0], [whole.length], [whole.length - 1]] },
    );
  });
});
