import { failure } from '../../../../support/functions.js';
import { states, task, useStateMachines } from '../../../../support/state-machines.js';
import { until } from '../../../../support/until.js';

const { open } = useStateMachines();
const succeeded = (output: unknown) => ({ status: 'SUCCEEDED', output });
const end = { Type: 'Pass', End: true };
const choice = (more: object) =>
  states({
    Ask: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 2 %}', Next: 'Many', Output: 'rule' },
        { Condition: '{% $states.input.n > 1 %}', Next: 'Many' },
      ],
      ...more,
    },
    Many: end,
    Few: end,
  });

describe('a state machine', () => {
  it.each([
    ['Pass gives its input', states({ A: end }), { n: 1 }, { n: 1 }],
    [
      'Pass gives its Output',
      states({ A: { ...end, Output: { n: '{% $states.input.n + 1 %}' } } }),
      { n: 1 },
      { n: 2 },
    ],
    ['Succeed ends it with its Output', states({ A: { Type: 'Succeed', Output: 7 } }), {}, 7],
    [
      'Task gives its result',
      states({ A: task({ Output: undefined }) }),
      5,
      { ExecutedVersion: '$LATEST', Payload: 5, StatusCode: 200 },
    ],
    ['Task gives its Output', states({ A: task() }), { n: 1 }, { n: 1 }],
    ['Choice takes the first rule that holds, with its Output', choice({ Default: 'Few' }), { n: 3 }, 'rule'],
    [
      'Choice gives its input where a rule has no Output',
      choice({ Default: 'Few', Output: 'default' }),
      { n: 2 },
      { n: 2 },
    ],
    ['Choice goes to Default with its own Output', choice({ Default: 'Few', Output: 'default' }), { n: 1 }, 'default'],
    [
      'Parallel gives what its branches gave, in their order',
      states({
        A: {
          Type: 'Parallel',
          Branches: [states({ X: task() }), states({ Y: { ...end, Output: 'y' } })].map(
            ({ QueryLanguage: _, ...branch }) => branch,
          ),
          End: true,
        },
      }),
      'x',
      ['x', 'y'],
    ],
    [
      'Parallel gives its Arguments to its branches',
      states({
        A: {
          Type: 'Parallel',
          Arguments: '{% $states.input.n %}',
          Branches: [{ StartAt: 'X', States: { X: end } }],
          Output: '{% $sum($states.result) %}',
          End: true,
        },
      }),
      { n: 4 },
      4,
    ],
    [
      'Map gives what its items gave, in their order',
      states({
        A: {
          Type: 'Map',
          Items: '{% $states.input.list %}',
          ItemProcessor: { StartAt: 'X', States: { X: { ...end, Output: '{% $states.input * 2 %}' } } },
          End: true,
        },
      }),
      { list: [3, 1, 2] },
      [6, 2, 4],
    ],
    [
      'Map gives its items to its states by ItemSelector and context',
      states({
        A: {
          Type: 'Map',
          ItemSelector: { at: '{% $states.context.Map.Item.Index %}', of: '{% $count($states.input) %}' },
          ItemProcessor: {
            StartAt: 'X',
            States: { X: { ...end, Output: ['{% $states.input %}', '{% $states.context.Map.Item.Value %}'] } },
          },
          End: true,
        },
      }),
      ['a', 'b'],
      [
        [{ at: 0, of: 2 }, 'a'],
        [{ at: 1, of: 2 }, 'b'],
      ],
    ],
  ])('%s', async (_, definition, input, output) => {
    const { run } = await open({ definition });

    const ended = await run(input);

    expect(ended).toEqual(succeeded(output));
  });

  it.each([
    [
      'Fail',
      { A: { Type: 'Fail', Error: 'Mine', Cause: "{% 'because of ' & $states.input.who %}" } },
      'Mine',
      'because of me',
    ],
    [
      'Choice without a match',
      choice({}).States,
      'States.NoChoiceMatched',
      'state "Ask": no condition holds, and it has no Default',
    ],
    [
      'Choice of no boolean',
      { A: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'B' }] }, B: end },
      'States.QueryEvaluationError',
      'state "A", Choices[0]/Condition: expected true or false, found 1',
    ],
    [
      'Map over no array',
      { A: { Type: 'Map', ItemProcessor: { StartAt: 'X', States: { X: end } }, End: true } },
      'States.QueryEvaluationError',
      'state "A", Items: expected an array, found {"who":"me","n":0}',
    ],
  ])('%s fails it', async (_, some, error, cause) => {
    const { run } = await open({ definition: states(some) });

    const ended = await run({ who: 'me', n: 0 });

    expect(ended).toEqual({ status: 'FAILED', error, cause });
  });

  it('ends a Parallel with the first branch that fails, and the other branches with it', async () => {
    const slow = states({ W: { Type: 'Wait', Seconds: 60, Next: 'T' }, T: task() });
    const branches = [slow, states({ F: { Type: 'Fail', Error: 'First' } })];
    const Branches = branches.map(({ StartAt, States }) => ({ StartAt, States }));
    const { run, clock, worker } = await open({ definition: states({ A: { Type: 'Parallel', Branches, End: true } }) });

    const ended = await run();
    clock.pass(60_000);

    expect(ended).toEqual({ status: 'FAILED', error: 'First' });
    expect(clock.waits).toEqual([]);
    expect(worker.events).toEqual([]);
  });

  it('ends a branch between any two of its states when another one fails, and what comes next hears nothing of it', async () => {
    const steps = Array.from({ length: 50 }, (_, at) => [
      `P${at}`,
      { Type: 'Pass', Next: at < 49 ? `P${at + 1}` : 'T' },
    ]);
    const long = { StartAt: 'P0', States: { ...Object.fromEntries(steps), T: task() } };
    const Branches = [long, { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'First' } } }];
    const Catch = [{ ErrorEquals: ['First'], Next: 'W' }];
    const { start, ended, worker, history, clock } = await open({
      definition: states({
        A: { Type: 'Parallel', Branches, Catch, End: true },
        W: { Type: 'Wait', Seconds: 9, End: true },
      }),
    });
    const arn = await start();
    await until(() => clock.waits.length === 1);

    clock.pass(9_000);
    const end = await ended(arn);

    expect(end.status).toBe('SUCCEEDED');
    expect(worker.events).toEqual([]);
    const types = (await history(arn)).map(({ type }) => type);
    expect(types.slice(types.indexOf('ParallelStateExited'))).toEqual([
      'ParallelStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('ends a Map with the first item that fails, and starts no other', async () => {
    const ItemProcessor = { StartAt: 'X', States: { X: task() } };
    const definition = states({ A: { Type: 'Map', MaxConcurrency: 1, ItemProcessor, End: true } });
    const { run, worker } = await open({
      definition,
      worker: (n: number) => (n === 2 ? failure('two') : { result: n }),
    });

    const ended = await run([1, 2, 3]);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Error', cause: expect.stringContaining('two') });
    expect(worker.events).toEqual([1, 2]);
  });

  it.each([
    ['Seconds', { Seconds: '{% $states.input.seconds %}' }],
    ['Timestamp', { Timestamp: '{% $states.input.at %}' }],
  ])('waits by its clock as long as %s says', async (_, how) => {
    const { start, ended, clock, machine } = await open({
      definition: states({ W: { Type: 'Wait', ...how, End: true } }),
    });
    const arn = await start({ seconds: 90, at: '2026-11-20T00:01:30Z' });
    await until(() => clock.waits.length === 1);

    clock.pass(89_999);
    const before = machine.list()[0]?.[1].record.status;
    clock.pass(1);

    expect(before).toBe('RUNNING');
    expect((await ended(arn)).status).toBe('SUCCEEDED');
  });

  it('carries variables on, which Map and Parallel see but do not change', async () => {
    const inner = {
      StartAt: 'X',
      States: {
        X: { ...end, Assign: { own: '{% $kept + 1 %}' }, Next: 'Y', End: undefined },
        Y: { ...end, Output: '{% $kept + $own %}' },
      },
    };
    const definition = states({
      Set: { Type: 'Pass', Assign: { kept: 1, old: '{% $exists($kept) %}' }, Next: 'Change' },
      Change: { Type: 'Pass', Assign: { kept: 10, before: '{% $kept %}' }, Output: '{% $kept %}', Next: 'Each' },
      Each: { Type: 'Map', Items: [1], ItemProcessor: inner, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Arguments: '{% $states.input %}',
        Branches: [inner],
        Output: { map: '{% $states.input %}', parallel: '{% $states.result %}' },
        Next: 'Show',
      },
      Show: {
        ...end,
        Output: {
          all: '{% $states.input %}',
          kept: '{% $kept %}',
          before: '{% $before %}',
          old: '{% $old %}',
          leaked: '{% $exists($own) %}',
        },
      },
    });
    const { run } = await open({ definition });

    const ended = await run();

    expect(ended).toEqual(
      succeeded({ all: { map: [21], parallel: [21] }, kept: 10, before: 1, old: false, leaked: false }),
    );
  });
});
