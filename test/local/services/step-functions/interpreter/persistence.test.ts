import { writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ListMapRunsCommand } from '@aws-sdk/client-sfn';
import { failure } from '../../../../support/functions.js';
import { states, task, useStateMachines } from '../../../../support/state-machines.js';
import { aBarrier, until } from '../../../../support/until.js';

const { open, folder } = useStateMachines();
const again = (result: unknown) => ({ worker: () => ({ result }) });

/** A worker that never answers, as one whose process was killed. */
const killed = async () => {
  await aBarrier().passed;
  return { result: 'never heard of' };
};

/*
 * What a killed runner leaves is what is on disk at that moment: nothing of it is written when it ends. So "killed" here
 * is a runner whose tasks never answer, and which is left behind while another one opens the same folder.
 */
describe('an execution that was running when the runner was killed', () => {
  it('goes on with the state that it had entered last, with its input and variables', async () => {
    const definition = states({
      First: task({
        End: undefined,
        Next: 'Second',
        Assign: { kept: 'v' },
        Output: '{% $states.result.Payload & "!" %}',
      }),
      Second: task({ Output: ['{% $states.result.Payload %}', '{% $kept %}'] }),
    });
    let calls = 0;
    const before = await open({ definition, worker: () => (++calls === 1 ? { result: 'one' } : killed()) });
    const arn = await before.start();
    await until(() => before.worker.events.length === 2);

    const { ended, worker } = await open({ definition, ...again('two') });
    const end = await ended(arn);

    expect(end).toEqual({ status: 'SUCCEEDED', output: ['two', 'v'] });
    expect(worker.events).toEqual(['one!']);
  });

  it.each([
    ['INLINE', {}],
    ['DISTRIBUTED', { ExecutionType: 'STANDARD' }],
  ])('runs only those items of a Map (%s) again that were not done', async (Mode, config) => {
    const ItemProcessor = { ProcessorConfig: { Mode, ...config }, StartAt: 'X', States: { X: task() } };
    // Of what the items are made is not the same when it is evaluated again.
    const Items = '{% $map($range(1, 4, 1), function($n) { {"n": $n, "id": $uuid()} }) %}';
    const definition = states({ A: { Type: 'Map', MaxConcurrency: 1, Items, ItemProcessor, End: true } });
    const before = await open({
      definition,
      worker: (item: { n: number }) => (item.n < 3 ? { result: item } : killed()),
    });
    const arn = await before.start();
    await until(() => before.worker.events.length === 3);

    const { ended, worker } = await open({ definition });
    const end = await ended(arn);

    const [one, two, three] = before.worker.events;
    expect(worker.events).toEqual([three, expect.objectContaining({ n: 4 })]);
    expect(end).toEqual({ status: 'SUCCEEDED', output: [one, two, ...worker.events] });
  });

  it('goes on with the items of an inline Map that there were, not with what they would be now', async () => {
    const Payload = ['{% $states.input %}', '{% $states.context.Map.Item.Value %}'];
    const X = task({ Arguments: { FunctionName: 'dedup-function', Payload } });
    const Items = ['{% $uuid() %}'];
    const definition = states({ A: { Type: 'Map', Items, ItemProcessor: { StartAt: 'X', States: { X } }, End: true } });
    const before = await open({ definition, worker: killed });
    const arn = await before.start();
    await until(() => before.worker.events.length === 1);

    const { ended, worker } = await open({ definition });
    await ended(arn);

    expect(worker.events).toEqual(before.worker.events);
  });

  it('keeps its map run, and what had failed in it', async () => {
    const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    const ItemProcessor = { ProcessorConfig, StartAt: 'X', States: { X: task() } };
    const definition = states({
      A: { Type: 'Map', MaxConcurrency: 1, ToleratedFailureCount: 1, ItemProcessor, End: true },
    });
    const before = await open({ definition, worker: (n: number) => (n === 1 ? failure() : killed()) });
    const arn = await before.start([1, 2, 3]);
    await until(() => before.worker.events.length === 2);
    const runsOf = async ({ client }: typeof before) =>
      (await client.send(new ListMapRunsCommand({ executionArn: arn }))).mapRuns?.map(({ mapRunArn }) => mapRunArn);
    const runs = await runsOf(before);

    const after = await open({ definition, worker: (n: number) => (n === 2 ? failure() : { result: n }) });
    const end = await after.ended(arn);

    expect(end.error).toBe('States.ExceedToleratedFailureThreshold');
    expect(after.worker.events).toEqual([2]);
    expect(runs).toHaveLength(1);
    expect(await runsOf(after)).toEqual(runs);
  });

  it('waits no longer than it would have', async () => {
    const definition = states({ W: { Type: 'Wait', Seconds: 60, End: true } });
    const before = await open({ definition });
    const arn = await before.start();
    before.clock.pass(40_000);

    const { ended, clock } = await open({ definition, clock: before.clock });
    await until(() => clock.waits.length === 2);
    const waits = [...clock.waits];
    clock.pass(20_000);

    expect(waits).toEqual([60_000, 20_000]);
    expect((await ended(arn)).status).toBe('SUCCEEDED');
  });

  it('has no more retries than it had left', async () => {
    const definition = states({ A: task({ Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] }) });
    const before = await open({ definition, worker: () => failure() });
    const arn = await before.start();
    await until(() => before.clock.waits.length === 1);

    const { ended, clock, worker } = await open({ definition, worker: () => failure() });
    const end = await ended(arn);

    expect(end.status).toBe('FAILED');
    expect(worker.events).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });

  it('ends by the time of its machine, which its start counts', async () => {
    const definition = states({ W: { Type: 'Wait', Seconds: 600, End: true } }, { TimeoutSeconds: 100 });
    const before = await open({ definition });
    const arn = await before.start();
    before.clock.pass(99_000);

    const { ended, clock } = await open({ definition, clock: before.clock });
    await until(() => clock.waits.includes(1_000));
    clock.pass(1_000);

    expect((await ended(arn)).status).toBe('TIMED_OUT');
  });

  it('runs to its end as the machine was when it started', async () => {
    const before = await open({ definition: states({ A: task({ Output: 'old' }) }), worker: killed });
    const arn = await before.start();
    await until(() => before.worker.events.length === 1);

    const { ended } = await open({ definition: states({ B: task({ Output: 'new' }) }) });

    expect((await ended(arn)).output).toBe('old');
  });
});

describe('an execution', () => {
  it('that has ended is there after a restart, with its history', async () => {
    const definition = states({ A: task() });
    const before = await open({ definition });
    const arn = await before.start({ n: 1 });
    await before.ended(arn);
    const [described, history] = [await before.describe(arn), await before.history(arn)];
    await before.halt();

    const after = await open({ definition });

    const { $metadata: _, ...expected } = described;
    expect(await after.describe(arn)).toMatchObject(expected);
    expect(await after.history(arn)).toEqual(history);
    expect(after.worker.events).toEqual([]);
  });

  it('stays on disk when the runner stops, and goes on with the next start', async () => {
    const definition = states({ A: task() });
    const before = await open({ definition, worker: killed });
    const arn = await before.start();
    await until(() => before.worker.events.length === 1);
    await before.halt();
    expect((await before.describe(arn)).status).toBe('RUNNING');

    const { ended } = await open({ definition, ...again('after') });

    expect(await ended(arn)).toEqual({ status: 'SUCCEEDED', output: 'after' });
  });

  it('that is started while the runner stops begins with the next start', async () => {
    const definition = states({ A: task() });
    const before = await open({ definition });
    await before.halt();
    const arn = await before.start('late');
    expect(before.worker.events).toEqual([]);

    const { ended } = await open({ definition });

    expect(await ended(arn)).toEqual({ status: 'SUCCEEDED', output: 'late' });
  });

  it('of which the runner was killed before it answered is as if it had never been', async () => {
    const machine = join(folder(), 'state-machines/machine');
    await mkdir(join(machine, '00000001'), { recursive: true });
    writeFileSync(join(machine, '00000001/execution.json.new'), '{"na');

    const { run, machine: opened } = await open({ definition: states({ A: task() }) });

    expect(opened.list()).toEqual([]);
    expect((await run()).status).toBe('SUCCEEDED');
    expect(await readdir(machine)).toEqual(['00000001']);
  });

  it('is forgotten 90 days after its end, and its name is free again', async () => {
    const definition = states({ A: task() });
    const before = await open({ definition });
    await before.ended(await before.start({}, 'nightly'));
    await before.halt();
    before.clock.pass(90 * 24 * 3_600_000);
    const kept = await open({ definition, clock: before.clock });
    const names = kept.machine.list().map(([, { record }]) => record.name);
    await kept.halt();
    before.clock.pass(1);

    const { machine, start } = await open({ definition, clock: before.clock });

    expect(names).toEqual(['nightly']);
    expect(machine.list()).toEqual([]);
    await expect(start({}, 'nightly')).resolves.toMatch(/:nightly$/);
  });
});
