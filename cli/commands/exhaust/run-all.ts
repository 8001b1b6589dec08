import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type DescribeExecutionOutput, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { defaultState, stateFolder } from '../../terminal/command.js';
import { findMachine, type Machine, type MachineOptions, needMachine } from '../rework/find-machine.js';
import { checkMachine } from '../rework/machine-arn.js';
import { watch } from '../rework/watch.js';

const machine: Machine = { machine: 'exhaustStateMachine', output: 'ExhaustStateMachine' };

/** Exit codes; those of a look that is interrupted are in `watch.ts`. */
const [allDone, notDone] = [0, 1];

/**
 * Runs now what waits for the nightly run, of all channels, as that run does: for the operator, who has the stack and no
 * token. @returns the exit code; throws Error for options that make no sense, and without a runner or a stack
 */
export async function runAll(args: readonly string[]): Promise<number> {
  const options = readRunAllOptions(args);
  const { client, stateMachine } = findMachine(machine, options);
  const executionArn = options.execution ?? (await startRun(client, needMachine(machine, stateMachine)));
  const { state } = options;
  return watch({ name: 'exhaust:run-all', unit: 'jobs', client, executionArn, state, report });
}

export function readRunAllOptions(args: readonly string[]): MachineOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { state: { ...text, default: defaultState }, 'state-machine': text, execution: text },
  });
  checkMachine('exhaust', 'runs exhausts', values);
  return { state: stateFolder(values.state), stateMachine: values['state-machine'], execution: values.execution };
}

/** Beside others that run: a job is taken by one of them. By its name a call that is sent again starts nothing more. */
async function startRun(client: SFNClient, stateMachineArn: string): Promise<string> {
  const command = { stateMachineArn, name: `all-${randomUUID()}`, input: '{}' };
  const { executionArn = '' } = await client.send(new StartExecutionCommand(command));
  return executionArn;
}

/** Prints how an execution ended. @returns the exit code */
export function report({ status, output, error, cause }: DescribeExecutionOutput): number {
  if (status !== 'SUCCEEDED') {
    console.error(`exhaust:run-all: ${status}: ${error ?? 'no error'}: ${cause ?? 'no cause'}`);
    return notDone;
  }
  const { length } = JSON.parse(output ?? '[]') as readonly unknown[];
  const jobs = `${length} job${length === 1 ? '' : 's'}`;
  console.log(length > 0 ? `${jobs} run; each one's status says how it ended.` : 'nothing waits to be run.');
  return allDone;
}
