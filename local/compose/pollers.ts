import { join } from 'node:path';
import type { Gate } from '../calls/gate.js';
import type { LocalStream } from '../services/kinesis/local-stream.js';
import { ShardPoller } from '../services/lambda/event-source.js';
import type { LocalFunction } from '../services/lambda/local-function.js';
import type { ObjectStore } from '../services/s3/object-store.js';
import type { Template } from '../template/template.js';

export interface PollerContext {
  readonly gate: Gate;
  readonly streams: ReadonlyMap<string, LocalStream>;
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly objects: ObjectStore;
  readonly folder: string;
  readonly onError: (line: string) => void;
  /** Makes what tells whether a batch of a shard comes again that was done with. */
  readonly comesAgain?: ((shard: string) => () => boolean) | undefined;
}

/** "Lambda, permissions for Kinesis": what the function's role needs on the stream. */
const readActions = ['kinesis:DescribeStream', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'];

/** The template's event sources, a poller a shard. @throws Error when a function's role lacks a permission */
export function makePollers(template: Template, context: PollerContext): ShardPoller[] {
  const roles = new Map(
    template.ofType('AWS::Lambda::Function').map(({ id, properties }) => [template.nameOf(id), properties.Role]),
  );
  return template.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const { id, properties } = resource;
    if (properties.StartingPosition !== 'TRIM_HORIZON') {
      throw new Error(`${id}: the local runner starts at TRIM_HORIZON, found ${properties.StartingPosition}.`);
    }
    if (properties.ParallelizationFactor > 1) {
      context.onError(`${id}: parallelization ${properties.ParallelizationFactor} in AWS, one at a time a shard here.`);
    }
    const role = roles.get(properties.FunctionName);
    const stream = context.streams.get(properties.EventSourceArn);
    const target = [...context.functions.values()].find(({ name }) => name === properties.FunctionName);
    const destination: string | undefined = properties.DestinationConfig?.OnFailure?.Destination;
    if (!stream || !target || !destination) {
      throw new Error(`${id}: expected a stream, a function and an S3 on-failure destination of this template.`);
    }
    const name = template.nameOf(id);
    const { gate, objects, onError, folder, comesAgain } = context;
    gate.require(
      role,
      readActions.map((action) => ({ action, resource: stream.arn })),
    );
    gate.require(role, [{ action: 's3:PutObject', resource: `${destination}/aws/lambda/${name}` }]);

    const settings = {
      id: name,
      batchSize: properties.BatchSize ?? 100,
      windowMs: (properties.MaximumBatchingWindowInSeconds ?? 0) * 1_000,
      bisect: properties.BisectBatchOnFunctionError ?? false,
      retryAttempts: limit(properties.MaximumRetryAttempts),
      maxRecordAgeMs: limit(properties.MaximumRecordAgeInSeconds) * 1_000,
      partialResponse: properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    };
    const keepUndelivered = async (key: string, body: string) => {
      gate.check(role, [{ action: 's3:PutObject', resource: `${destination}/${key}` }]);
      await objects.put(destination.split(':::').at(-1) ?? '', key, Buffer.from(body));
    };
    return stream.shards.map(
      (shard) =>
        new ShardPoller(
          stream,
          shard,
          target,
          settings,
          { keepUndelivered, onError, comesAgain: comesAgain?.(`${name} ${shard.id}`) },
          join(folder, name, `${shard.id}.json`),
        ),
    );
  });
}

/** "MaximumRetryAttempts, MaximumRecordAgeInSeconds: -1, the default, is without limit." */
function limit(value = -1): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}
