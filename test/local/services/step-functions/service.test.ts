import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { failure } from '../../../support/functions.js';
import { aGate, readerKey } from '../../../support/gates.js';
import { machineArn, states, task, useStateMachines } from '../../../support/state-machines.js';
import { aBarrier, until } from '../../../support/until.js';

const { open } = useStateMachines();
const definition = states({ A: task() });
const executionArn = (name: string) => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
const waiting = states({ W: { Type: 'Wait', Seconds: 60, End: true } });

describe('StartExecution', () => {
  it('gives the execution a name where it has none, and says when it started', async () => {
    const { client, ended } = await open({ definition });

    const started = await client.send(new StartExecutionCommand({ stateMachineArn: machineArn }));

    expect(started.executionArn).toMatch(/:execution:machine:[\da-f-]{36}$/);
    expect(started.startDate).toEqual(new Date('2026-11-20T00:00:00Z'));
    expect((await ended(started.executionArn ?? '')).output).toEqual({});
  });

  it('of the same name and input while it runs is the same execution', async () => {
    const { start, machine } = await open({ definition: waiting });

    const arns = [await start({ n: 1 }, 'job'), await start({ n: 1 }, 'job')];

    expect(arns).toEqual([executionArn('job'), executionArn('job')]);
    expect(machine.list()).toHaveLength(1);
  });

  it.each([
    ['with another input', false, { n: 2 }],
    ['after its end', true, { n: 1 }],
  ])('of the same name %s is refused', async (_, ends, input) => {
    const { start, client } = await open({ definition: waiting });
    const arn = await start({ n: 1 }, 'job');
    if (ends) await client.send(new StopExecutionCommand({ executionArn: arn }));

    await expect(start(input, 'job')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it.each([
    ['InvalidName', { name: 'a b' }],
    ['InvalidName', { name: 'x'.repeat(81) }],
    ['InvalidExecutionInput', { input: '{' }],
    ['ValidationException', { input: JSON.stringify('x'.repeat(256 * 1024)) }],
    ['InvalidArn', { stateMachineArn: 'machine' }],
    ['StateMachineDoesNotExist', { stateMachineArn: `${machineArn}s` }],
  ])('is refused with %s', async (name, more) => {
    const { client, machine } = await open({ definition });

    const started = client.send(new StartExecutionCommand({ stateMachineArn: machineArn, ...more }));

    await expect(started).rejects.toMatchObject({ name });
    expect(machine.list()).toEqual([]);
  });
});

describe('an execution', () => {
  it('is described with input, output and times', async () => {
    const { start, ended, describe: described } = await open({ definition });
    const arn = await start({ n: 1 }, 'job');
    await ended(arn);

    const { $metadata: _, ...answer } = await described(arn);

    const at = new Date('2026-11-20T00:00:00Z');
    expect(answer).toEqual({
      executionArn: arn,
      stateMachineArn: machineArn,
      name: 'job',
      status: 'SUCCEEDED',
      startDate: at,
      stopDate: at,
      input: '{"n":1}',
      inputDetails: { included: true },
      output: '{"n":1}',
      outputDetails: { included: true },
      redriveCount: 0,
    });
  });

  it('is stopped with an error and a cause, and its tasks are not heard any more', async () => {
    const barrier = aBarrier();
    const {
      start,
      client,
      describe: described,
      worker,
      history,
    } = await open({
      definition: states({ A: task({ End: undefined, Next: 'B' }), B: task() }),
      worker: async () => {
        await barrier.passed;
        return { result: 1 };
      },
    });
    const arn = await start();
    await until(() => worker.events.length === 1);

    await client.send(new StopExecutionCommand({ executionArn: arn, error: 'Enough', cause: 'said I' }));
    barrier.open();

    expect(await described(arn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'said I' });
    expect((await history(arn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Enough', cause: 'said I' },
    });
    expect(worker.events).toHaveLength(1);
  });

  it('that has ended is not changed by a stop', async () => {
    const { start, ended, client, describe: described } = await open({ definition });
    const arn = await start();
    await ended(arn);

    await client.send(new StopExecutionCommand({ executionArn: arn }));

    expect((await described(arn)).status).toBe('SUCCEEDED');
  });

  it.each([
    ['ExecutionDoesNotExist', executionArn('none')],
    ['ExecutionDoesNotExist', executionArn('none').replace(':machine:', ':other:')],
    ['InvalidArn', 'none'],
  ])('that is not there is %s', async (name, arn) => {
    const { client } = await open({ definition });

    const described = client.send(new DescribeExecutionCommand({ executionArn: arn }));

    await expect(described).rejects.toMatchObject({ name });
  });
});

describe('ListExecutions', () => {
  it('gives the newest first, by status and by pages', async () => {
    const { start, ended, client } = await open({
      definition,
      worker: (n: number) => (n % 2 ? failure() : { result: n }),
    });
    for (const n of [0, 1, 2, 3, 4]) await ended(await start(n, `job-${n}`));
    const list = async (more: object) => {
      const { executions, nextToken } = await client.send(
        new ListExecutionsCommand({ stateMachineArn: machineArn, ...more }),
      );
      return { names: executions?.map(({ name }) => name), nextToken };
    };

    const all = await list({});
    const failed = await list({ statusFilter: 'FAILED' });
    const first = await list({ maxResults: 3 });
    await start(6, 'job-6');
    const second = await list({ maxResults: 3, nextToken: first.nextToken });

    expect(all).toEqual({ names: ['job-4', 'job-3', 'job-2', 'job-1', 'job-0'], nextToken: undefined });
    expect(failed.names).toEqual(['job-3', 'job-1']);
    expect(first.names).toEqual(['job-4', 'job-3', 'job-2']);
    expect(second).toEqual({ names: ['job-1', 'job-0'], nextToken: undefined });
  });

  it.each([
    ['InvalidToken', { nextToken: '17' }],
    ['UnknownOperationException', { stateMachineArn: undefined, mapRunArn: 'arn' }],
    ['StateMachineDoesNotExist', { stateMachineArn: `${machineArn}s` }],
  ])('is refused with %s', async (name, more) => {
    const { client } = await open({ definition });

    const listed = client.send(new ListExecutionsCommand({ stateMachineArn: machineArn, ...more }));

    await expect(listed).rejects.toMatchObject({ name });
  });
});

describe('GetExecutionHistory', () => {
  it('tells what a person wants to know, each event with its number and the one before it', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'B' }];
    const { start, ended, history } = await open({
      definition: states({ A: task({ Catch }), B: { Type: 'Wait', Seconds: 0, End: true } }),
      worker: () => failure('broken'),
    });
    const arn = await start({ n: 1 });
    await ended(arn);

    const events = await history(arn);

    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 1, 'TaskStateEntered'],
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskFailed'],
      [5, 4, 'TaskStateExited'],
      [6, 5, 'WaitStateEntered'],
      [7, 6, 'WaitStateExited'],
      [8, 7, 'ExecutionSucceeded'],
    ]);
    const cause = '{"errorType":"Error","errorMessage":"broken"}';
    expect(events[0]).toMatchObject({ executionStartedEventDetails: { input: '{"n":1}' } });
    expect(events[1]).toMatchObject({ stateEnteredEventDetails: { name: 'A', input: '{"n":1}' } });
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { resourceType: 'lambda', resource: 'invoke' } });
    expect(events[3]).toMatchObject({ taskFailedEventDetails: { error: 'Error', cause } });
    expect(events[4]).toMatchObject({ stateExitedEventDetails: { name: 'A' } });
    expect(events[7]).toMatchObject({
      executionSucceededEventDetails: { output: JSON.stringify({ Error: 'Error', Cause: cause }) },
    });
  });

  it('comes by pages, in either order, with or without data', async () => {
    const { start, ended, client } = await open({ definition: states({ A: { Type: 'Pass', End: true } }) });
    const arn = await start();
    await ended(arn);
    const get = async (more: object) =>
      client.send(new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 3, ...more }));

    const first = await get({});
    const second = await get({ nextToken: first.nextToken });
    const backwards = await get({ reverseOrder: true, includeExecutionData: false });

    const ids = (answer: typeof first) => answer.events?.map(({ id }) => id);
    expect([ids(first), ids(second), second.nextToken]).toEqual([[1, 2, 3], [4], undefined]);
    expect(ids(backwards)).toEqual([4, 3, 2]);
    expect(backwards.events?.[1]?.stateExitedEventDetails).toEqual({ name: 'A' });
  });

  it('ends an execution that comes to 25,000 events', async () => {
    const loop = states({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } });
    const { run } = await open({ definition: loop });

    const ended = await run();

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('state machines', () => {
  it('are listed and described', async () => {
    const { client } = await open({ definition });

    const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn }));

    expect(stateMachines).toMatchObject([{ name: 'machine', stateMachineArn: machineArn, type: 'STANDARD' }]);
    expect(JSON.parse(described.definition ?? '')).toEqual(definition);
  });

  it('have no map run that was never started', async () => {
    const { client } = await open({ definition });
    const mapRunArn = `${machineArn.replace(':stateMachine:', ':mapRun:')}/each:none`;

    const described = client.send(new DescribeMapRunCommand({ mapRunArn }));

    await expect(described).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  it('are started by whom the policy of the caller allows it', async () => {
    const gate = aGate({ Effect: 'Allow', Action: 'states:StartExecution', Resource: machineArn });
    const { start, describe: described, machine } = await open({ definition, gate, key: readerKey });

    const arn = await start();

    await expect(described(arn)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(gate.denied[0]).toMatch(`reader may not states:DescribeExecution on ${arn}`);
    expect(machine.list()).toHaveLength(1);
  });

  it('are not started by others', async () => {
    const { start, machine } = await open({ definition, key: readerKey });

    await expect(start()).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(machine.list()).toEqual([]);
  });
});
