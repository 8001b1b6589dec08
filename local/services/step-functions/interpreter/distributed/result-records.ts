import type { Child } from './map-run.js';

/** What the records of a map run's executions have in common. */
export interface RecordNames {
  /** `arn:aws:states:…:execution:machine/label`. */
  readonly executions: string;
  /** `arn:aws:states:…:stateMachine:machine/label`. */
  readonly stateMachineArn: string;
}

const time = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
const included = { Included: true };

/** "ResultWriter, Transformation NONE": an execution with its metadata; input and output are JSON in a text. */
export function resultRecord(child: Child, { executions, stateMachineArn }: RecordNames): object {
  const input = { Input: JSON.stringify(child.input), InputDetails: included };
  if (child.status === 'PENDING') return { ...input, Status: child.status };
  const succeeded = child.status === 'SUCCEEDED';
  return {
    ExecutionArn: `${executions}:${child.name}`,
    ...input,
    Name: child.name,
    ...(succeeded
      ? { Output: JSON.stringify(child.output), OutputDetails: included }
      : { Error: child.error, Cause: child.cause }),
    RedriveCount: 0,
    ...(succeeded
      ? { RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }
      : { RedriveStatus: 'REDRIVABLE' }),
    StartDate: time(child.startedAt),
    StateMachineArn: stateMachineArn,
    Status: child.status,
    StopDate: time(child.stoppedAt),
  };
}

type Transform = (child: Child, names: RecordNames) => unknown[];

/** "ResultWriter, WriterConfig.Transformation": what a successful execution becomes. */
export const transformations: Readonly<Record<string, Transform>> = {
  NONE: (child, names) => [resultRecord(child, names)],
  COMPACT: ({ output }) => [output],
  FLATTEN: ({ output }) => (Array.isArray(output) ? output : [output]),
};

/** "ResultWriter, WriterConfig.OutputType". */
export const outputTypes: Readonly<Record<string, (records: readonly unknown[]) => string>> = {
  JSON: (records) => JSON.stringify(records),
  JSONL: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
};
