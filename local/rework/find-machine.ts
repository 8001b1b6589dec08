import { SFNClient } from '@aws-sdk/client-sfn';
import { readRunning } from '../state-folder.js';
import { region as localRegion } from '../template/resource-types.js';
import type { Kind } from './kinds.js';
import type { ReworkOptions } from './read-options.js';

/** Who runs state machines, and the ARN of the one that is meant. */
export interface FoundMachine {
  readonly client: SFNClient;
  /** Absent where only an execution is looked at. */
  readonly stateMachine: string | undefined;
}

/** The runner's that is up, or AWS's where an ARN of it is given. @throws Error when there is neither */
export function findMachine(kind: Kind, { stateMachine, execution, state }: ReworkOptions): FoundMachine {
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
  return { client, stateMachine: stateMachine ?? running[kind.machine] };
}
