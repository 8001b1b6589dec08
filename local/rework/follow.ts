import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

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
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 }),
  );
  const [running] = executions;
  if (running) {
    throw new Error(`one is running already: ${running.executionArn}. Look at it with --execution, or wait.`);
  }
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  return started.executionArn ?? '';
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
