import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Gate } from '../../local/calls/gate.js';
import { makeStateMachines } from '../../local/compose/state-machines.js';
import type { LocalAthena } from '../../local/services/athena/local-athena.js';
import { EventBus } from '../../local/services/eventbridge/event-bus.js';
import type { LocalFunction } from '../../local/services/lambda/local-function.js';
import type { Outcome } from '../../local/services/lambda/messages.js';
import { ObjectStore } from '../../local/services/s3/object-store.js';
import { stepFunctionsService } from '../../local/services/step-functions/service.js';
import { Template } from '../../local/template/template.js';
import { type ManualClock, manualClock } from '../fakes/manual-clock.js';
import { useClosing } from './closing.js';
import { fakeFunction } from './functions.js';
import { aGate, operatorKey } from './gates.js';
import { serve } from './services.js';
import { useTempFolder } from './temp-folder.js';
import { until } from './until.js';

export const machineArn = 'arn:aws:states:local-1:000000000000:stateMachine:machine';
export const workerArn = 'arn:aws:lambda:local-1:000000000000:function:dedup-function';
const everythingRole = 'arn:aws:iam::000000000000:role/operator';

export interface MachineOptions {
  readonly definition?: object;
  /** Answers the one function that there is. */
  readonly worker?: (payload: never) => Outcome | Promise<Outcome>;
  readonly functions?: readonly LocalFunction[];
  readonly gate?: Gate;
  /** Role of the machine. */
  readonly role?: string;
  /** Access key of the client. */
  readonly key?: string;
  readonly clock?: ManualClock;
  readonly properties?: object;
  /** Of a stack, in place of one of the definition alone. */
  readonly template?: Template;
  /** Start of the machine's logical id, where the template has several. */
  readonly machineId?: string;
  readonly athena?: LocalAthena;
  readonly bus?: EventBus;
}

/** A definition of JSONata with these states, the first of which is the start. */
export const states = (States: Readonly<Record<string, object>>, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(States)[0],
  States,
  ...more,
});

/** A Task that calls the worker. */
export const task = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: workerArn, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...more,
});

/** State machines as the runner makes them from a template, behind the wire protocol; all of it goes after the test. */
export function useStateMachines() {
  const folder = useTempFolder();
  const closing = useClosing();
  const objects = () => new ObjectStore(join(folder(), 's3'), ['lake']);

  const open = async (options: MachineOptions) => {
    const { worker = (payload: unknown) => ({ result: payload }), clock = manualClock(), gate = aGate() } = options;
    const fn = fakeFunction(worker as (payload: unknown) => Outcome);
    const functions = options.functions ?? [fn];
    const lines: string[] = [];
    const template = options.template ?? templateOf(options);
    const made = makeStateMachines(template, {
      gate,
      objects: objects(),
      athena: options.athena ?? ({} as LocalAthena),
      bus: options.bus ?? new EventBus([], () => {}),
      functions: () => new Map(functions.map((one) => [one.arn, one])),
      folder: join(folder(), 'state-machines'),
      onError: (line) => void lines.push(line),
      clock,
    });
    for (const machine of made) machine.resume();
    const served = await serve(stepFunctionsService(made), gate);
    closing(served.close);
    const halt = () => Promise.all(made.map((machine) => machine.halt()));
    closing(halt);
    const client = new SFNClient({
      endpoint: served.endpoint,
      region: 'local-1',
      credentials: { accessKeyId: options.key ?? operatorKey, secretAccessKey: 'unchecked' },
      maxAttempts: 1,
    });
    closing(() => client.destroy());
    const { machineId = '' } = options;
    const wanted = template.ofType('AWS::StepFunctions::StateMachine').find(({ id }) => id.startsWith(machineId));
    const machine = wanted && made.find(({ name }) => name === template.nameOf(wanted.id));
    if (!machine) throw new Error(`the template has no state machine ${machineId}`);

    const start = async (input: unknown = {}, name?: string) => {
      const command = { stateMachineArn: machine.arn, input: JSON.stringify(input), ...(name && { name }) };
      return (await client.send(new StartExecutionCommand(command))).executionArn as string;
    };
    const describe = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
    const ended = async (arn: string) => {
      await until(() => machine.find(arn.split(':').at(-1) ?? '')?.record.status !== 'RUNNING', `${arn} has ended`);
      return readEnd(await describe(arn));
    };
    return {
      client,
      machine,
      clock,
      worker: fn,
      lines,
      start,
      describe,
      ended,
      halt,
      /** Starts an execution and waits for its end. */
      run: async (input?: unknown) => ended(await start(input)),
      history: async (executionArn: string) =>
        (await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? [],
    };
  };
  return { open, folder, objects };
}

/** What an execution came to, without what differs from run to run. */
function readEnd({ status, output, error, cause }: DescribeExecutionOutput) {
  return {
    status,
    ...(output !== undefined && { output: JSON.parse(output) }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

function templateOf({ definition, role = everythingRole, properties = {} }: MachineOptions): Template {
  const Properties = { DefinitionString: JSON.stringify(definition), RoleArn: role, ...properties };
  return new Template('', {}, { Resources: { Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties } } });
}
