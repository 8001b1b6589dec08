import type { Outcome } from '../../../../../local/services/lambda/messages.js';
import { manualClock } from '../../../../fakes/manual-clock.js';
import { failure } from '../../../../support/functions.js';
import { states, task, useStateMachines } from '../../../../support/state-machines.js';
import { aBarrier, until } from '../../../../support/until.js';

const { open } = useStateMachines();
const named = (errorType: string): Outcome => ({ error: { errorType, errorMessage: 'm' } });
const retry = (more: object = {}) => [{ ErrorEquals: ['States.ALL'], ...more }];
const caught = { Type: 'Pass', End: true };
const catching = (ErrorEquals: string[], more: object = {}) =>
  states({ A: task({ Catch: [{ ErrorEquals, Next: 'Caught' }], ...more }), Caught: caught });

describe('a task that fails', () => {
  it.each([
    ['by default after 1, 2 and 4 seconds', {}, [1_000, 2_000, 4_000]],
    ['as often as MaxAttempts', { MaxAttempts: 1 }, [1_000]],
    ['not at all with MaxAttempts 0', { MaxAttempts: 0 }, []],
    ['after IntervalSeconds, growing by BackoffRate', { IntervalSeconds: 3, BackoffRate: 1.5 }, [3_000, 4_500, 6_750]],
    ['after MaxDelaySeconds at most', { IntervalSeconds: 3, MaxDelaySeconds: 5 }, [3_000, 5_000, 5_000]],
  ])('is retried %s', async (_, how, waits) => {
    const { start, ended, clock, worker } = await open({
      definition: states({ A: task({ Retry: retry(how) }) }),
      worker: () => failure(),
    });
    const arn = await start();

    const waited: number[] = [];
    for (const _ of waits) {
      await until(() => clock.waits.length === 1);
      waited.push(clock.waits[0] ?? 0);
      clock.pass(clock.waits[0] ?? 0);
    }

    expect(await ended(arn)).toMatchObject({ status: 'FAILED', error: 'Error' });
    expect(waited).toEqual(waits);
    expect(worker.events).toHaveLength(waits.length + 1);
  });

  it('is retried after a part of the interval with JitterStrategy FULL', async () => {
    const { start, clock } = await open({
      definition: states({ A: task({ Retry: retry({ IntervalSeconds: 1_000, JitterStrategy: 'FULL' }) }) }),
      worker: () => failure(),
    });
    await start();

    await until(() => clock.waits.length === 1);

    expect(clock.waits[0]).toBeLessThan(1_000_000);
  });

  it('counts the attempts of each retrier by itself, and tells their sum in the context', async () => {
    const outcomes = [named('X'), named('Y'), named('X'), { result: 'done' }];
    const { start, ended, clock, worker } = await open({
      definition: states({
        A: task({
          Arguments: { FunctionName: 'dedup-function', Payload: '{% $states.context.State.RetryCount %}' },
          Retry: [
            { ErrorEquals: ['X'], MaxAttempts: 2 },
            { ErrorEquals: ['Y'], MaxAttempts: 1 },
          ],
        }),
      }),
      worker: () => outcomes.shift() as Outcome,
    });
    const arn = await start();

    for (let retries = 0; retries < 3; retries++) {
      await until(() => clock.waits.length === 1);
      clock.pass(clock.waits[0] ?? 0);
    }

    expect(await ended(arn)).toEqual({ status: 'SUCCEEDED', output: 'done' });
    expect(worker.events).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['Mine', ['Mine'], true],
    ['Mine', ['Other'], false],
    ['Mine', ['Other', 'Mine'], true],
    ['Mine', ['States.ALL'], true],
    ['Mine', ['States.TaskFailed'], true],
    ['Mine', ['States.Timeout'], false],
    ['Sandbox.Timedout', ['Sandbox.Timedout'], true],
    ['Sandbox.Timedout', ['States.Timeout'], false],
    ['TooManyRequestsException', ['Lambda.TooManyRequestsException'], true],
    ['', ['Lambda.Unknown'], true],
    ['States.DataLimitExceeded', ['States.ALL'], false],
    ['States.DataLimitExceeded', ['States.DataLimitExceeded'], true],
    ['States.Runtime', ['States.ALL'], false],
    ['States.Runtime', ['States.TaskFailed'], false],
    ['States.Runtime', ['States.Runtime'], false],
  ])('with %j by ErrorEquals %j is caught: %s', async (error, names, isCaught) => {
    const { run } = await open({ definition: catching(names), worker: () => named(error) });

    const ended = await run();

    expect(ended.status).toBe(isCaught ? 'SUCCEEDED' : 'FAILED');
  });

  it('gives its error as the function said it to the state that catches it', async () => {
    const trace = ['Error: m', 'at here'];
    const { run } = await open({
      definition: catching(['States.ALL']),
      worker: () => ({ error: { errorType: 'TypeError', errorMessage: 'm', trace } }),
    });

    const ended = await run();

    const Cause = JSON.stringify({ errorType: 'TypeError', errorMessage: 'm', trace });
    expect(ended).toEqual({ status: 'SUCCEEDED', output: { Error: 'TypeError', Cause } });
  });

  it('is caught with the Output and Assign of the first catcher that is meant', async () => {
    const Output = ['{% $states.errorOutput.Error %}', '{% $states.input.n %}'];
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Wrong' },
      {
        ErrorEquals: ['Mine'],
        Next: 'Right',
        Output,
        Assign: { why: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
      },
      { ErrorEquals: ['States.ALL'], Next: 'Wrong' },
    ];
    const { run } = await open({
      definition: states({
        A: task({ Catch }),
        Wrong: { Type: 'Fail', Error: 'Wrong' },
        Right: { Type: 'Succeed', Output: ['{% $states.input %}', '{% $why %}'] },
      }),
      worker: () => named('Mine'),
    });

    const ended = await run({ n: 1 });

    expect(ended).toEqual({ status: 'SUCCEEDED', output: [['Mine', 1], 'm'] });
  });

  it('is retried before it is caught', async () => {
    const { start, ended, clock, worker } = await open({
      definition: catching(['States.ALL'], { Retry: retry({ MaxAttempts: 1 }) }),
      worker: () => failure(),
    });
    const arn = await start();
    await until(() => clock.waits.length === 1);

    clock.pass(1_000);

    expect((await ended(arn)).status).toBe('SUCCEEDED');
    expect(worker.events).toHaveLength(2);
  });

  it('can be caught for what its own Output makes of the result', async () => {
    const { run } = await open({ definition: catching(['States.QueryEvaluationError'], { Output: '{% $no %}' }) });

    const ended = await run();

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.QueryEvaluationError' } });
  });
});

describe('time', () => {
  it('ends a task that takes longer than TimeoutSeconds with States.Timeout', async () => {
    const barrier = aBarrier();
    const { start, ended, clock } = await open({
      definition: catching(['States.Timeout'], { TimeoutSeconds: '{% 5 * 2 %}' }),
      worker: async () => {
        await barrier.passed;
        return { result: 'late' };
      },
    });
    const arn = await start();
    await until(() => clock.waits.length === 1);

    clock.pass(10_000);
    const end = await ended(arn);
    barrier.open();

    expect(end).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.Timeout' } });
  });

  it('leaves no timer behind a task that is done in time', async () => {
    const { run, clock } = await open({ definition: states({ A: task({ TimeoutSeconds: 10 }) }) });

    const ended = await run();

    expect(ended.status).toBe('SUCCEEDED');
    expect(clock.waits).toEqual([]);
  });

  it('ends an execution that takes longer than the TimeoutSeconds of its machine, whatever catches there are', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const Branches = [{ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 100, End: true } } }];
    const clock = manualClock();
    const { start, ended } = await open({
      definition: states(
        { P: { Type: 'Parallel', Branches, Catch, End: true }, Caught: caught },
        { TimeoutSeconds: 30 },
      ),
      clock,
    });
    const arn = await start();
    await until(() => clock.waits.length === 2);

    clock.pass(30_000);

    expect(await ended(arn)).toEqual({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(clock.waits).toEqual([]);
  });
});

describe('what passes between states', () => {
  const around = JSON.stringify({ ExecutedVersion: '$LATEST', Payload: '', StatusCode: 200 }).length;

  it.each([
    ['256 KiB of JSON', 0, { status: 'SUCCEEDED', output: 256 * 1024 - around }],
    ['no more than that', 1, { status: 'FAILED', error: 'States.DataLimitExceeded' }],
  ])('is %s', async (_, more, expected) => {
    const { run } = await open({
      definition: catching(['States.ALL'], { Output: '{% $length($states.result.Payload) %}' }),
      worker: () => ({ result: 'x'.repeat(256 * 1024 - around + more) }),
    });

    const ended = await run();

    expect(ended).toMatchObject(expected);
  });

  it('counts bytes, not characters', async () => {
    const { run } = await open({
      definition: states({ A: task() }),
      worker: () => ({ result: 'न'.repeat(100_000) }),
    });

    const ended = await run();

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});
