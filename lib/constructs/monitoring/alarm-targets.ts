import { Stack } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Target, TargetKind } from '../../alarms/alarm-rule.js';
import { hops } from '../../books/hops.js';
import type { SunstreamConfig } from '../../config/types.js';
import type { PipelineFunction } from '../base/pipeline-function.js';
import type { ExhaustApi } from '../exhaust/exhaust-api.js';
import type { ExhaustJobs } from '../exhaust/exhaust-jobs.js';
import type { ExhaustRuns } from '../exhaust/exhaust-runs.js';
import type { Access } from '../front/access.js';
import type { HttpFront } from '../front/http-front.js';
import type { Strays } from '../front/strays.js';
import type { Claims } from '../pipeline/claims.js';
import type { EventStream } from '../pipeline/event-stream.js';
import type { IngestApi } from '../pipeline/ingest-api.js';
import type { Lake } from '../pipeline/lake.js';
import type { Progress } from '../pipeline/progress.js';
import type { StreamStage } from '../pipeline/stream-stage.js';
import type { Devices } from '../registry/devices.js';
import type { Registry } from '../registry/registry.js';
import type { Redrive } from '../rework/redrive.js';
import type { Replay } from '../rework/replay.js';
import type { Tally } from '../rework/tally.js';
import type { Search } from '../search/search.js';
import { searchTargets } from '../search/search-targets.js';
import type { Sessions } from '../sessions/sessions.js';

/** The parts of the pipeline that alarms watch. */
export interface WatchedParts {
  readonly front: HttpFront;
  readonly ingest: IngestApi;
  readonly access: Access | undefined;
  readonly stages: readonly StreamStage[];
  readonly streams: readonly EventStream[];
  readonly claims: Claims;
  readonly progress: Progress;
  readonly lake: Lake;
  readonly registry: Registry;
  readonly devices: Devices;
  readonly jobs: ExhaustJobs;
  readonly runs: ExhaustRuns;
  readonly exhaust: ExhaustApi;
  readonly strays: Strays;
  readonly sessions: Sessions;
  readonly redrive: Redrive;
  readonly replay: Replay;
  readonly tally: Tally;
  readonly search: Search | undefined;
}

/** What the alarm table's rules are about, with the dimensions of each one's metrics. */
export function alarmTargets(config: SunstreamConfig, parts: WatchedParts): Record<TargetKind, Target[]> {
  const { front, ingest, access, stages, streams, claims, progress, lake, search } = parts;
  const { registry, devices, jobs, exhaust, runs, strays, sessions, redrive, replay, tally } = parts;
  const { timeZone } = config;
  const { traffic } = config.alarms;
  const stack = Stack.of(ingest).stackName;
  const names = ['ingest', ...stages.map(({ node }) => node.id.toLowerCase())];
  return {
    ...searchTargets(search),
    api: [
      {
        id: 'Api',
        name: 'the HTTP API',
        dimensions: { ApiId: front.stage.api.apiId, Stage: front.stage.stageName },
      },
    ],
    authorizer: access ? [functionTarget('Authorize', access.function)] : [],
    bucket: [
      { id: 'Undelivered', name: 'undelivered frames', dimensions: { BucketName: lake.undelivered.bucketName } },
    ],
    consumer: stages.map(({ node, function: fn, source, from }) => ({
      ...functionTarget(node.id, fn),
      mapping: { EventSourceMappingUUID: source.eventSourceMappingId },
      reads: { StreamName: from.stream.streamName },
    })),
    failedBook: Object.entries(lake.deliveries)
      .filter(([prefix]) => prefix === 'failed')
      .map(([prefix, { deliveryStreamName }]) => ({
        id: capitalized(prefix),
        name: `${prefix}/`,
        dimensions: { DeliveryStreamName: deliveryStreamName },
        stack,
        stages: names,
      })),
    firehose: Object.entries(lake.deliveries).map(([prefix, { deliveryStreamName }]) => ({
      id: capitalized(prefix),
      name: `${prefix}/`,
      dimensions: { DeliveryStreamName: deliveryStreamName },
    })),
    function: [
      functionTarget('Ingest', ingest.function),
      ...stages.map((of) => functionTarget(of.node.id, of.function)),
    ],
    hop: hops
      .filter(({ name }) => isBetween(name, names))
      .map(({ name }) => ({
        id: name.split(' → ').map(capitalized).join('To'),
        name,
        dimensions: { stack },
        stages: [...names, 'replay'],
      })),
    exhaustRuns: [{ id: 'ExhaustRuns', name: 'exhaust', dimensions: {}, stack }],
    machine: [
      machineTarget('Exhaust', runs.stateMachine),
      machineTarget('Redrive', redrive.stateMachine),
      machineTarget('Replay', replay.stateMachine),
    ],
    // Each counts under its name.
    service: [
      { ...functionTarget('Registry', registry.function), stack },
      { ...functionTarget('Devices', devices.function), stack },
      { ...functionTarget('Exhaust', exhaust.function), name: 'exhaust-api', stack },
      { ...functionTarget('Stray', strays.function), stack },
    ],
    sessions: [machineTarget('Sessions', sessions.stateMachine)],
    sessionsDaily: sessions.isDaily ? [{ ...machineTarget('Sessions', sessions.stateMachine), stack }] : [],
    stage: names.map((name) => ({ id: capitalized(name), name, dimensions: { stack } })),
    stream: streams.map(({ node, stream }) => ({
      id: node.id,
      name: node.id,
      dimensions: { StreamName: stream.streamName },
    })),
    stageTable: [
      { ...tableTarget(claims), operations: ['BatchExecuteStatement', 'BatchGetItem', 'PutItem'] },
      { ...tableTarget(progress), operations: ['BatchGetItem', 'BatchWriteItem'] },
    ],
    table: [claims, progress, registry, jobs].map(tableTarget),
    traffic: traffic ? [{ id: 'Ingest', name: 'ingest', dimensions: {}, stack, hours: { ...traffic, timeZone } }] : [],
    worker: [
      functionTarget('ExhaustRun', runs.functions.control),
      functionTarget('ExhaustWrite', runs.functions.write),
      functionTarget('Sessions', sessions.function),
      functionTarget('Redrive', redrive.function),
      functionTarget('Replay', replay.function),
      functionTarget('Tally', tally.function),
    ],
  };
}

function functionTarget(id: string, fn: PipelineFunction): Target {
  return {
    id,
    name: id.toLowerCase(),
    dimensions: { FunctionName: fn.functionName },
    ...(fn.timeout && { timeoutMs: fn.timeout.toMilliseconds() }),
  };
}

const machineTarget = (id: string, { stateMachineArn }: StateMachine): Target => ({
  id,
  name: id.toLowerCase(),
  dimensions: { StateMachineArn: stateMachineArn },
});

const tableTarget = ({ node, table }: Claims | Progress | Registry | ExhaustJobs): Target => ({
  id: node.id,
  name: node.id.toLowerCase(),
  dimensions: { TableName: table.tableName },
});

/** Whether a hop leads from one of the stages to the next. */
function isBetween(name: string, stages: readonly string[]): boolean {
  const ends = name.split(' → ');
  return ends.length === 2 && ends.every((end) => stages.includes(end));
}

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
