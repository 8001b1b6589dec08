import type { MapRunSummary } from './interpreter/distributed/map-run.js';
import type { ExecutionRecord } from './interpreter/execution.js';
import type { StateMachine } from './interpreter/state-machine.js';

const included = { included: true };
const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1_000);

export const machineListItem = ({ arn, name, createdAt }: StateMachine) => ({
  stateMachineArn: arn,
  name,
  type: 'STANDARD',
  creationDate: seconds(createdAt),
});

export const machineShape = (machine: StateMachine) => ({
  ...machineListItem(machine),
  status: 'ACTIVE',
  definition: machine.settings.definition,
  roleArn: machine.settings.role,
});

export const executionListItem = ({ arn: stateMachineArn }: StateMachine, record: ExecutionRecord) => ({
  executionArn: record.arn,
  stateMachineArn,
  name: record.name,
  status: record.status,
  startDate: seconds(record.startedAt),
  stopDate: seconds(record.stoppedAt),
  redriveCount: 0,
});

export const executionShape = (machine: StateMachine, record: ExecutionRecord) => ({
  ...executionListItem(machine, record),
  input: record.input,
  inputDetails: included,
  ...(record.output !== undefined && { output: record.output, outputDetails: included }),
  error: record.error || undefined,
  cause: record.cause || undefined,
});

export const mapRunArn = ({ arn }: StateMachine, { id, label }: MapRunSummary) =>
  `${arn.replace(':stateMachine:', ':mapRun:')}/${label}:${id}`;

export const mapRunListItem = (machine: StateMachine, { arn }: ExecutionRecord, run: MapRunSummary) => ({
  executionArn: arn,
  mapRunArn: mapRunArn(machine, run),
  stateMachineArn: `${machine.arn}/${run.label}`,
  startDate: seconds(run.startedAt),
  stopDate: seconds(run.stoppedAt),
});

export const mapRunShape = (machine: StateMachine, record: ExecutionRecord, run: MapRunSummary) => {
  const { stateMachineArn: _, ...item } = mapRunListItem(machine, record, run);
  return {
    ...item,
    status: run.status,
    maxConcurrency: run.maxConcurrency,
    toleratedFailureCount: run.tolerance.count ?? 0,
    toleratedFailurePercentage: run.tolerance.percentage ?? 0,
    itemCounts: countsShape(run.itemCounts),
    executionCounts: countsShape(run.executionCounts),
    redriveCount: 0,
  };
};

/** The executions of a map run have no time of their own to run out of. */
const countsShape = (counts: MapRunSummary['itemCounts']) => ({ ...counts, timedOut: 0 });
