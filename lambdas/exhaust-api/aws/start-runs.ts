import { createHash } from 'node:crypto';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Job } from '../../shared/exhaust/job.js';
import { DependencyError } from '../../shared/function/errors.js';

/** What an execution of the state machine is started with. */
export interface RunInput {
  readonly requestIds: readonly string[];
}

/** "Step Functions quotas: 256 KiB of input"; an id has 32 characters. */
const maxJobs = 1_000;
/** In which a second start of the same jobs is the same execution. */
const sameStartMs = 60_000;

/**
 * Starts the state machine for jobs. A job that two executions meet is claimed by one of them alone, so a double start
 * does no harm; the execution's name makes that it hardly ever comes to it.
 *
 * @throws DependencyError (from the returned function) when the state machine can't be started
 */
export function runStarter(client: SFNClient, stateMachineArn: string, now: () => number) {
  return async (jobs: readonly Job[]): Promise<void> => {
    for (let start = 0; start < jobs.length; start += maxJobs) {
      const chunk = jobs.slice(start, start + maxJobs);
      const input: RunInput = { requestIds: chunk.map(({ requestId }) => requestId) };
      const command = { stateMachineArn, name: nameOf(chunk, now()), input: JSON.stringify(input) };
      await client.send(new StartExecutionCommand(command)).catch((cause: unknown) => {
        if (cause instanceof ExecutionAlreadyExists) return;
        throw new DependencyError(`state machine ${stateMachineArn}: could not be started: ${cause}`, { cause });
      });
    }
  };
}

/** "StartExecution: names are unique for 90 days", so a later start of the same jobs has another one. */
function nameOf(jobs: readonly Job[], now: number): string {
  const tries = jobs.map(({ requestId, attempts, submittedAt }) => [requestId, attempts, submittedAt]);
  const hash = createHash('sha256').update(JSON.stringify(tries)).digest('hex').slice(0, 32);
  return `now-${hash}-${Math.floor(now / sameStartMs)}`;
}
