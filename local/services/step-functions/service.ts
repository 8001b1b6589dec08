import { AwsError, notBuilt } from '../../calls/aws-error.js';
import type { Input, JsonService, Operation } from '../../calls/json-service.js';
import { account, region } from '../../template/resource-types.js';
import { readArn } from './arns.js';
import type { Execution } from './interpreter/execution.js';
import { describeEvent } from './interpreter/history.js';
import type { StateMachine } from './interpreter/state-machine.js';
import { pageOf } from './pages.js';
import * as shape from './shapes.js';
import { checkInput, checkName } from './start-input.js';

type OnMachine = (machine: StateMachine, input: Input) => unknown;
type OnExecution = (machine: StateMachine, execution: Execution, input: Input) => unknown;

/** Step Functions, as far as functions and an operator start, watch and stop executions. */
export function stepFunctionsService(machines: readonly StateMachine[]): JsonService {
  const machineOf = (name: string, arn: string): StateMachine => {
    const machine = machines.find((found) => found.name === name);
    if (machine) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };
  const operation = (action: string, resource: (input: Input) => string, run: Operation['run']): Operation => ({
    permissions: (input) => [{ action: `states:${action}`, resource: resource(input) }],
    run,
  });
  const onMachine = (action: string, run: OnMachine): Operation =>
    operation(
      action,
      ({ stateMachineArn }) => String(stateMachineArn),
      (input) => run(machineOf(readArn('stateMachine', input.stateMachineArn)[0], input.stateMachineArn), input),
    );
  const onExecution = (action: string, run: OnExecution): Operation =>
    operation(
      action,
      ({ executionArn }) => String(executionArn),
      (input) => {
        const [machineName, name] = readArn('execution', input.executionArn);
        const machine = machines.find((found) => found.name === machineName);
        const execution = machine?.find(name);
        if (machine && execution) return run(machine, execution, input);
        throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${input.executionArn}'`);
      },
    );
  return {
    name: 'step-functions',
    jsonVersion: '1.0',
    operations: {
      StartExecution: onMachine('StartExecution', startExecution),
      DescribeStateMachine: onMachine('DescribeStateMachine', shape.machineShape),
      ListExecutions: withoutChildren(onMachine('ListExecutions', listExecutions)),
      DescribeExecution: onExecution('DescribeExecution', (machine, { record }) =>
        shape.executionShape(machine, record),
      ),
      StopExecution: onExecution('StopExecution', (_, execution, { error, cause }) => {
        execution.stop(error, cause);
        return { stopDate: (execution.record.stoppedAt ?? 0) / 1_000 };
      }),
      GetExecutionHistory: onExecution('GetExecutionHistory', getHistory),
      ListMapRuns: onExecution('ListMapRuns', (machine, { record, mapRuns }, input) => {
        const { page, nextToken } = pageOf(mapRuns, ({ id }) => id, input);
        return { mapRuns: page.map((run) => shape.mapRunListItem(machine, record, run)), nextToken };
      }),
      DescribeMapRun: operation(
        'DescribeMapRun',
        ({ mapRunArn }) => String(mapRunArn),
        ({ mapRunArn }) => describeMapRun(machines, mapRunArn),
      ),
      // The only action that can't be granted on one machine.
      ListStateMachines: operation(
        'ListStateMachines',
        () => `arn:aws:states:${region}:${account}:stateMachine:*`,
        (input) => {
          const { page, nextToken } = pageOf(machines, ({ name }) => name, input);
          return { stateMachines: page.map(shape.machineListItem), nextToken };
        },
      ),
    },
  };
}

function startExecution(machine: StateMachine, input: Input): unknown {
  checkName(input.name);
  checkInput(input);
  const { record } = machine.start(input.name, input.input);
  return { executionArn: record.arn, startDate: record.startedAt / 1_000 };
}

/** The executions of a map run are not kept one by one: they are in its counts and in its result files. */
function withoutChildren({ permissions, run }: Operation): Operation {
  return {
    permissions,
    run: (input, role) => {
      const unknown = ['mapRunArn', 'redriveFilter'].find((name) => input[name] !== undefined);
      if (unknown) throw notBuilt('step-functions', `ListExecutions with ${unknown}`);
      return run(input, role);
    },
  };
}

function listExecutions(machine: StateMachine, input: Input): unknown {
  const { statusFilter } = input;
  const all = machine.list().filter(([, { record }]) => !statusFilter || record.status === statusFilter);
  const { page, nextToken } = pageOf(all, ([number]) => number, input);
  return { executions: page.map(([, { record }]) => shape.executionListItem(machine, record)), nextToken };
}

function getHistory(_: StateMachine, execution: Execution, input: Input): unknown {
  const { reverseOrder = false, includeExecutionData = true } = input;
  const history = execution.history();
  const { page, nextToken } = pageOf(reverseOrder ? history.toReversed() : history, ({ id }) => id, input);
  return { events: page.map((event) => describeEvent(event, includeExecutionData)), nextToken };
}

function describeMapRun(machines: readonly StateMachine[], arn: string): unknown {
  const [name, id] = readArn('mapRun', arn);
  const machine = machines.find((found) => found.name === name);
  for (const [, execution] of machine?.list() ?? []) {
    const run = execution.mapRuns.find((found) => found.id === id);
    if (machine && run) return shape.mapRunShape(machine, execution.record, run);
  }
  throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
}
