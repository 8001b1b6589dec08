import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type DlqDestinationConfig,
  EventSourceMapping,
  type IEventSourceDlq,
  type IEventSourceMapping,
  type IFunction,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import type { EventStream } from './event-stream.js';
import type { FailedEvents } from './failed-events.js';
import type { Progress } from './progress.js';

export interface StreamStageProps {
  readonly config: SunstreamConfig;
  readonly from: EventStream;
  readonly to: EventStream;
  readonly failed: FailedEvents;
  readonly progress: Progress;
  /** Where frames go that the stage gave up on. */
  readonly undelivered: Bucket;
  readonly environment: Readonly<Record<string, string>>;
}

/** Of a stage's invocation; who invokes one waits for longer. */
export const stageTimeout = Duration.seconds(60);

/** A Lambda between two streams. Its construct id, in lower case, names its folder under `lambdas/`. */
export class StreamStage extends Construct {
  readonly function: PipelineFunction;
  readonly source: EventSourceMapping;
  readonly from: EventStream;
  /** The folder of the undelivered bucket that this stage's frames go to: Lambda's choice. */
  readonly undeliveredPrefix: string;

  constructor(scope: Construct, id: string, props: StreamStageProps) {
    super(scope, id);
    const { config, from, to } = props;
    this.from = from;
    if (from === to) throw new Error(`${id}: reads and writes ${from.node.id}, an endless loop. Give it another "to".`);

    const stage = id.toLowerCase();
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage,
      description: `Kinesis ${from.node.id} to ${to.node.id}: ${stage}`,
      memory: config.functions.consumerMemory,
      timeout: stageTimeout,
      environment: { OUTPUT_STREAM: to.stream.streamName, ...props.environment },
    });
    to.stream.grant(this.function, 'kinesis:PutRecords');
    props.failed.grantWrite(this.function);
    props.progress.grantUse(this.function);

    const { batchSize, windowSeconds, parallelization, retryAttempts, maxRecordAgeHours } = config.consumers;
    from.stream.grantRead(this.function);
    this.source = new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: from.stream.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      maxBatchingWindow: Duration.seconds(windowSeconds),
      parallelizationFactor: parallelization,
      retryAttempts,
      maxRecordAge: Duration.hours(maxRecordAgeHours),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new UndeliveredFrames(props.undelivered),
      // Says how many frames were given up, which the metrics that come by themselves don't.
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    this.undeliveredPrefix = `aws/lambda/${this.source.eventSourceMappingId}/`;
    Validations.of(this.function.role ?? this).acknowledge({
      id: wildcardFinding(props.undelivered, undeliveredObjects),
      reason:
        'Lambda names the objects by event source and time; no narrower pattern is known before they are written.',
    });
  }
}

/** Lambda chooses the keys of what it gives up on: `aws/lambda/<event source>/…`. */
export const undeliveredObjects = 'aws/lambda/*';

/** On-failure destination with just what Lambda asks for; the library's own grants reading and deleting too. */
class UndeliveredFrames implements IEventSourceDlq {
  constructor(private readonly bucket: Bucket) {}

  bind(_target: IEventSourceMapping, targetHandler: IFunction): DlqDestinationConfig {
    targetHandler.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.bucket.arnForObjects(undeliveredObjects)] }),
    );
    targetHandler.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    );
    return { destination: this.bucket.bucketArn };
  }
}
