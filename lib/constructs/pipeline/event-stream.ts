import { Duration } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { removalPolicy } from '../base/removal-policy.js';

export interface EventStreamProps {
  readonly config: SunstreamConfig;
  /** When provisioned. */
  readonly shards: number;
}

/** A Kinesis stream between two stages, encrypted with the AWS-managed key. */
export class EventStream extends Construct {
  readonly stream: Stream;

  constructor(scope: Construct, id: string, { config, shards }: EventStreamProps) {
    super(scope, id);
    const { mode, retentionHours } = config.streams;
    this.stream = new Stream(this, 'Stream', {
      ...(mode === 'on-demand'
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: shards }),
      retentionPeriod: Duration.hours(retentionHours),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: removalPolicy(config),
    });
  }
}
