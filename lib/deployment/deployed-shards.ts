import { DescribeStreamSummaryCommand, KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type ShardChange, shardFault } from './shard-steps.js';

/** What is asked of Kinesis. */
export interface DeployedStreams {
  /** The first of the account's streams in the region whose name comes after a text. */
  firstAfter(text: string): Promise<string | undefined>;
  /** Open shards of a provisioned stream; nothing of one that sizes itself. */
  openShards(name: string): Promise<number | undefined>;
}

/** Milliseconds that a question may take: a synthesis must not wait for a network that isn't there. */
const patienceMs = 3_000;

/** Kinesis in a region, by the credentials of the environment. */
export function deployedStreams(region: string): DeployedStreams {
  const requestHandler = new NodeHttpHandler({ connectionTimeout: 1_000 });
  const client = new KinesisClient({ region, maxAttempts: 1, requestHandler });
  const soon = () => ({ abortSignal: AbortSignal.timeout(patienceMs) });
  return {
    async firstAfter(ExclusiveStartStreamName) {
      const command = new ListStreamsCommand({ ExclusiveStartStreamName, Limit: 1 });
      return (await client.send(command, soon())).StreamNames?.[0];
    },
    async openShards(StreamName) {
      const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }), soon());
      const { OpenShardCount, StreamModeDetails } = StreamDescriptionSummary ?? {};
      return StreamModeDetails?.StreamMode === 'ON_DEMAND' ? undefined : OpenShardCount;
    },
  };
}

/** A stream of the stack, by the begin of its logical id, and what the configuration wants of it. */
export interface WantedShards extends Omit<ShardChange, 'from'> {
  readonly id: string;
}

/**
 * What the deployment of a stack would fail with, for its streams as they are deployed. CloudFormation names a stream
 * `stack-logicalId-random`; what is not there is made with as many shards as one likes.
 */
export async function shardFaults(
  stack: string,
  wanted: readonly WantedShards[],
  streams: DeployedStreams,
): Promise<string[]> {
  const faults = wanted.map(async ({ id, ...change }) => {
    const prefix = `${stack}-${id}`;
    const name = await streams.firstAfter(prefix);
    const from = name?.startsWith(prefix) ? await streams.openShards(name) : undefined;
    return from === undefined ? undefined : shardFault({ ...change, from });
  });
  // The two gzip streams are sized by one key, and say the same.
  return [...new Set((await Promise.all(faults)).filter((fault) => fault !== undefined))];
}
