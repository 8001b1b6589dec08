import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  ListMapRunsCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { explainError } from '../../terminal/explain-error.js';

/** Objects of a run that are done, of those that were found. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface FollowPorts {
  onProgress(progress: Progress): void;
  /** Ends the looking, not the execution. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
}

/**
 * Starts an execution. @returns its ARN
 *
 * @throws Error when one is running: two at a time would hand the same frames to a stage at the same moment, before
 * either is remembered
 */
export async function startAlone(client: SFNClient, stateMachineArn: string, input: object): Promise<string> {
  const [running] = await runningOf(client, stateMachineArn);
  if (running) throw refusal(running);
  // "StartExecution is idempotent with a name": else the SDK's retry, where an answer was lost, starts a second one.
  const name = randomUUID();
  const { executionArn = '', startDate } = await client.send(
    new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
  );
  await giveWay(client, stateMachineArn, { executionArn, startDate });
  return executionArn;
}

type Started = Pick<ExecutionListItem, 'executionArn'> & { readonly startDate: Date | undefined };

/** Of two that were started at once both look here, and the younger one ends itself. */
async function giveWay(client: SFNClient, stateMachineArn: string, own: Started): Promise<void> {
  const { executionArn } = own;
  let older: ExecutionListItem | undefined;
  try {
    older = (await runningOf(client, stateMachineArn)).find((other) => isOlder(other, own));
    if (older) await client.send(new StopExecutionCommand({ executionArn, cause: `after ${older.executionArn}` }));
  } catch (error) {
    const why = explainError(error).replace(/\.$/, '');
    throw new Error(
      older
        ? `${executionArn} runs beside an older one, ${older.executionArn}, and could not be stopped: ${why}. Stop it by hand.`
        : `${executionArn} was started, and whether it is alone could not be told: ${why}. Look at it with --execution.`,
      { cause: error },
    );
  }
  if (older) throw refusal(older);
}

/** By when they were started; those of one moment by their ARNs, which both sides know. */
function isOlder(other: ExecutionListItem, own: Started): boolean {
  const later = (own.startDate?.getTime() ?? 0) - (other.startDate?.getTime() ?? 0);
  return later > 0 || (later === 0 && (other.executionArn ?? '') < (own.executionArn ?? ''));
}

async function runningOf(client: SFNClient, stateMachineArn: string): Promise<ExecutionListItem[]> {
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
  );
  return executions;
}

function refusal({ executionArn }: ExecutionListItem): Error {
  return new Error(`one is running already: ${executionArn}. Look at it with --execution, or wait.`);
}

/** Looks at an execution until it ends. @returns how it ended; `undefined` when the looking was ended before */
export async function follow(
  client: SFNClient,
  executionArn: string,
  { onProgress, signal, everyMs }: FollowPorts,
): Promise<DescribeExecutionOutput | undefined> {
  while (!signal.aborted) {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    const progress = await progressOf(client, executionArn);
    if (progress) onProgress(progress);
    if (execution.status !== 'RUNNING' && execution.status !== 'PENDING_REDRIVE') return execution;
    await pause(everyMs, signal);
  }
  return undefined;
}

async function progressOf(client: SFNClient, executionArn: string): Promise<Progress | undefined> {
  const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns[0]?.mapRunArn;
  if (mapRunArn === undefined) return undefined;
  const { itemCounts } = await client.send(new DescribeMapRunCommand({ mapRunArn }));
  const { succeeded = 0, failed = 0, timedOut = 0, aborted = 0, total = 0 } = itemCounts ?? {};
  return { done: succeeded + failed + timedOut + aborted, total };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
