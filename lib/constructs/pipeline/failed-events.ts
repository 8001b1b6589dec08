import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { PipelineFunction } from '../base/pipeline-function.js';
import { wildcardFinding } from '../base/wildcard-finding.js';

export interface FailedEventsProps {
  readonly deliveryStream: DeliveryStream;
  readonly bucket: Bucket;
  /** Of the folders. */
  readonly timeZone: string;
}

/** What is under the failed book's prefix. */
const objects = 'failed/*';

/** The failed book: a Firehose that any stage may write to, and the folder for what is too much for it. */
export class FailedEvents {
  constructor(private readonly props: FailedEventsProps) {}

  grantWrite(fn: PipelineFunction): void {
    const { deliveryStream, bucket, timeZone } = this.props;
    deliveryStream.grant(fn, 'firehose:PutRecordBatch');
    fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects(objects)] }));
    Validations.of(fn.role ?? fn).acknowledge({
      id: wildcardFinding(bucket, objects),
      reason: 'What Firehose does not take becomes an object that is named by its time and at random.',
    });
    fn.addEnvironment('FAILED_DELIVERY_STREAM', deliveryStream.deliveryStreamName);
    fn.addEnvironment('LAKE_BUCKET', bucket.bucketName);
    fn.addEnvironment('TIME_ZONE', timeZone);
  }
}
