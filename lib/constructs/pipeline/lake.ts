import { Duration, RemovalPolicies, Size, Stack, TimeZone, Validations } from 'aws-cdk-lib';
import {
  AppendDelimiterToRecordProcessor,
  Compression,
  DeliveryStream,
  EnableLogging,
  type IDataProcessor,
  KinesisStreamSource,
  S3Bucket,
  StreamEncryption,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { CleanupLogs } from '../base/cleanup-logs.js';
import { removalPolicy } from '../base/removal-policy.js';
import { StageLogs } from '../base/stage-logs.js';
import { resultsPrefix } from '../exhaust/exhaust-query.js';
import { summaryPrefix } from '../sessions/sessions-table.js';
import { DeliveryRole } from './delivery-role.js';
import type { EventStream } from './event-stream.js';
import { FailedEvents } from './failed-events.js';

interface DeliveryProps {
  readonly source?: EventStream;
  readonly compression: Compression;
  readonly processors?: IDataProcessor[];
}

/** Folder of the lake for what state machines write down of their runs. */
export const runsFolder = 'runs/';

/** The S3 buckets and the Firehoses that fill them. Folders are the arrival time in the configured zone. */
export class Lake extends Construct {
  readonly bucket: Bucket;
  /** Frames that a stage gave up on. A bucket of its own, because Lambda chooses the keys: `aws/lambda/<event source>/…`. */
  readonly undelivered: Bucket;
  /** Prefix → the Firehose that fills it. */
  readonly deliveries: Record<string, DeliveryStream> = {};
  private readonly config: SunstreamConfig;

  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id);
    this.config = config;
    const { telemetry, archive, failed, undelivered, exhaust, summary } = config.lake.keepDays;
    this.bucket = this.privateBucket('Bucket', [
      expire('telemetry/', telemetry),
      expire('archive/', archive),
      expire('failed/', failed),
      expire('undelivered/', undelivered),
      // What says that a line was replayed stays as long as the line.
      expire('replayed/', failed),
      expire(runsFolder, 30),
      expire('exhaust/', exhaust),
      expire(summaryPrefix, summary),
      // Copies of events, which nobody needs once an exhaust is written, or was given up.
      expire(resultsPrefix, 2),
    ]);
    this.undelivered = this.privateBucket('Undelivered', [expire('', undelivered)]);
    if (!config.retainData) new CleanupLogs(this, 'Cleanup', { config });
    Validations.of(Stack.of(this)).acknowledge({
      id: 'CloudFormation-Validate::W7001',
      reason: 'The library adds the address ranges of Firehose to every stack with one; nothing here has a firewall.',
    });
  }

  /** `archive/`: the frames as they came. gzip members concatenate, so each object is a valid `.json.gz`. */
  archiveFrames(source: EventStream): void {
    this.deliver('archive', { source, compression: Compression.UNCOMPRESSED });
  }

  /** `telemetry/`: one enriched event a line. Firehose takes the KPL aggregates apart before it appends the newline. */
  storeEvents(source: EventStream): void {
    this.deliver('telemetry', {
      source,
      compression: Compression.GZIP,
      processors: [new AppendDelimiterToRecordProcessor()],
    });
  }

  /** `failed/`: one failed event a line, with its reason. Its records are gzip members, as those of the archive. */
  keepFailedEvents(): FailedEvents {
    const deliveryStream = this.deliver('failed', { compression: Compression.UNCOMPRESSED });
    return new FailedEvents({ deliveryStream, bucket: this.bucket, timeZone: this.config.timeZone });
  }

  /** Tells EventBridge of every object. Natively: the library's own way is a function that writes the bucket's settings. */
  tellOfObjects(): void {
    (this.bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
  }

  private deliver(prefix: 'archive' | 'telemetry' | 'failed', props: DeliveryProps): DeliveryStream {
    const scope = new Construct(this, `${prefix[0]?.toUpperCase()}${prefix.slice(1)}`);
    const { bufferMiB, bufferSeconds } = this.config.lake;
    const logs = new StageLogs(scope, 'Logs', { config: this.config });
    const prefixes = [`${prefix}/`, `undelivered/${prefix}/`];
    const role = new DeliveryRole(scope, 'Role', { bucket: this.bucket, prefixes, logs });
    const stream = new DeliveryStream(scope, 'Delivery', {
      role,
      ...(props.source
        ? { source: new KinesisStreamSource(props.source.stream) }
        : { encryption: StreamEncryption.awsOwnedKey() }),
      destination: new S3Bucket(this.bucket, {
        role: role.withoutPolicyUpdates(),
        dataOutputPrefix: `${prefix}/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/`,
        errorOutputPrefix: `undelivered/${prefix}/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`,
        fileExtension: '.json.gz',
        timeZone: TimeZone.of(this.config.timeZone),
        compression: props.compression,
        bufferingSize: Size.mebibytes(bufferMiB),
        bufferingInterval: Duration.seconds(bufferSeconds),
        loggingConfig: new EnableLogging(logs),
        ...(props.processors ? { processors: props.processors } : {}),
      }),
    });
    // "Firehose is unable to assume role": the policy must stand first.
    stream.node.addDependency(role);
    RemovalPolicies.of(logs).destroy();
    this.deliveries[prefix] = stream;
    if (props.source) {
      Validations.of(stream).acknowledge({
        id: 'AwsSolutions-KDF1',
        reason:
          'A Firehose that reads a Kinesis stream has the encryption of that stream, and takes no setting of its own.',
      });
    }
    return stream;
  }

  private privateBucket(id: string, lifecycleRules: readonly (LifecycleRule | undefined)[]): Bucket {
    const bucket = new Bucket(this, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        ...lifecycleRules.filter((rule) => rule !== undefined),
        { id: 'abort-unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: removalPolicy(this.config),
      autoDeleteObjects: !this.config.retainData,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only the pipeline’s roles reach the bucket, and CloudTrail data events can be switched on where an audit asks for it.',
    });
    return bucket;
  }
}

function expire(prefix: string, days: number | null): LifecycleRule | undefined {
  if (days === null) return undefined;
  return { id: `expire-${prefix.replace('/', '') || 'all'}`, prefix, expiration: Duration.days(days) };
}
