import { SFNClient } from '@aws-sdk/client-sfn';
import { type RunningInfo, readRunning } from '../../../local/disk/state-folder.js';
import { region as localRegion } from '../../../local/template/resource-types.js';

/** A state machine that a command starts. */
export interface Machine {
  /** In `running.json`. */
  readonly machine: keyof RunningInfo & `${string}StateMachine`;
  /** Of a deployed stack. */
  readonly output: string;
}

/** Which one a person means. */
export interface MachineOptions {
  readonly stateMachine: string | undefined;
  readonly execution: string | undefined;
  /** Folder of the runner's state. */
  readonly state: string;
}

/** Who runs state machines, and the ARN of the one that is meant. */
export interface FoundMachine {
  readonly client: SFNClient;
  /** Absent where only an execution is looked at. */
  readonly stateMachine: string | undefined;
}

/** The runner's that is up, or AWS's where an ARN of it is given. @throws Error when there is neither */
export function findMachine(
  { machine }: Pick<Machine, 'machine'>,
  { stateMachine, execution, state }: MachineOptions,
): FoundMachine {
  const region = /^arn:[^:]+:states:([^:]+):/.exec(stateMachine ?? execution ?? '')?.[1];
  if (region !== undefined && region !== localRegion) return { client: new SFNClient({ region }), stateMachine };
  const running = readRunning(state);
  if (!running) {
    throw new Error(
      `${state}: expected a runner that is up, found none. Start it (npm start), or name a deployed state machine with --state-machine.`,
    );
  }
  const { endpoints, credentials } = running;
  const client = new SFNClient({ endpoint: endpoints.sfn ?? '', region: running.region, credentials });
  return { client, stateMachine: stateMachine ?? running[machine] };
}

/** @throws Error where the runner has none */
export function needMachine({ output }: Pick<Machine, 'output'>, stateMachine: string | undefined): string {
  if (stateMachine !== undefined) return stateMachine;
  throw new Error(`the runner that is up has no ${output}: it runs an older stack. Start it again.`);
}
