import { Stack } from 'aws-cdk-lib';
import type { Target, TargetKind } from '../alarms/alarm-rule.js';
import { hops } from '../books/hops.js';
import type { Access } from './access.js';
import type { Claims } from './claims.js';
import type { EventStream } from './event-stream.js';
import type { HttpFront } from './http-front.js';
import type { IngestApi } from './ingest-api.js';
import type { Lake } from './lake.js';
import type { PipelineFunction } from './pipeline-function.js';
import type { Progress } from './progress.js';
import type { Search } from './search.js';
import { searchTargets } from './search-targets.js';
import type { Sessions } from './sessions.js';
import type { StreamStage } from './stream-stage.js';

/** The parts of the pipeline that alarms watch. */
export interface WatchedParts {
  readonly front: HttpFront;
  readonly ingest: IngestApi;
  readonly access: Access | undefined;
  readonly stages: readonly StreamStage[];
  readonly streams: readonly EventStream[];
  readonly tables: readonly (Claims | Progress)[];
  readonly lake: Lake;
  readonly sessions: Sessions;
  readonly search: Search | undefined;
}

/** What the alarm table's rules are about, with the dimensions of each one's metrics. */
export function alarmTargets(parts: WatchedParts): Record<TargetKind, Target[]> {
  const { front, ingest, access, stages, streams, tables, lake, sessions, search } = parts;
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
    machine: [
      {
        id: 'Sessions',
        name: 'sessions',
        dimensions: { StateMachineArn: sessions.stateMachine.stateMachineArn },
      },
    ],
    stage: names.map((name) => ({ id: capitalized(name), name, dimensions: { stack } })),
    stream: streams.map(({ node, stream }) => ({
      id: node.id,
      name: node.id,
      dimensions: { StreamName: stream.streamName },
    })),
    table: tables.map(({ node, table }) => ({
      id: node.id,
      name: node.id.toLowerCase(),
      dimensions: { TableName: table.tableName },
    })),
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

/** Whether a hop leads from one of the stages to the next. */
function isBetween(name: string, stages: readonly string[]): boolean {
  const ends = name.split(' → ');
  return ends.length === 2 && ends.every((end) => stages.includes(end));
}

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
