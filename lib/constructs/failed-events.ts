import type { DeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { PipelineFunction } from './pipeline-function.js';

/** The failed book: a Firehose that any stage may write to. */
export class FailedEvents {
  constructor(private readonly deliveryStream: DeliveryStream) {}

  grantWrite(fn: PipelineFunction): void {
    this.deliveryStream.grant(fn, 'firehose:PutRecordBatch');
    fn.addEnvironment('FAILED_DELIVERY_STREAM', this.deliveryStream.deliveryStreamName);
  }
}
