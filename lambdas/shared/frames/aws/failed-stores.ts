import { randomUUID } from 'node:crypto';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { abortAfter } from '../../aws/abort-after.js';
import { firehoseClient, s3Client } from '../../aws/clients.js';
import { putAllOrThrow } from '../../aws/put-all.js';
import { readEnv } from '../../function/env.js';
import { DependencyError } from '../../function/errors.js';
import { logger, metrics } from '../../function/observe.js';
import { failedBook, type KeepFailed } from '../failed-book.js';
import { asideKey } from '../failed-key.js';

/** Hands data to a Firehose, as one record of one call. */
export function firehoseDelivery(client: FirehoseClient, deliveryStream: string) {
  return (data: Uint8Array, remainingMs: () => number): Promise<void> =>
    putAllOrThrow([data], {
      // "Firehose quotas: 500 records and 4 MiB a call, 1,000 KiB a record"; one record is far below.
      maxEntries: 1,
      maxBytes: data.length,
      target: `Firehose ${deliveryStream}`,
      remainingMs,
      sizeOf: ({ length }) => length,
      put: async ([Data], abortSignal) => {
        const command = new PutRecordBatchCommand({ DeliveryStreamName: deliveryStream, Records: [{ Data }] });
        const { RequestResponses = [] } = await client.send(command, { abortSignal });
        return RequestResponses.map(({ ErrorCode, ErrorMessage }) => ErrorCode && `${ErrorCode}: ${ErrorMessage}`);
      },
    });
}

/** Writes data to a bucket, as an object of the failed book. */
export function asideWriter(client: S3Client, Bucket: string, keyNow: () => string) {
  return async (data: Uint8Array, remainingMs: () => number): Promise<void> => {
    const Key = keyNow();
    try {
      const command = new PutObjectCommand({ Bucket, Key, Body: data, ContentType: 'application/gzip' });
      await client.send(command, { abortSignal: abortAfter(remainingMs()) });
    } catch (cause) {
      throw new DependencyError(`s3://${Bucket}/${Key} could not be written: ${cause}`, { cause });
    }
  };
}

/** Tells, and counts, that Firehose did not take failed events. */
export function tellRefused(error: DependencyError): void {
  logger.warn('Firehose did not take failed events; they become an object of their own', error);
  metrics.addMetric('failedRefused', MetricUnit.Count, 1);
}

/** The failed book of the function that runs here, by its settings. */
export function deployedFailedBook(): KeepFailed {
  const { stage, deliveryStream, bucket, timeZone } = readEnv({
    stage: 'STAGE',
    deliveryStream: 'FAILED_DELIVERY_STREAM',
    bucket: 'LAKE_BUCKET',
    timeZone: 'TIME_ZONE',
  });
  return failedBook({
    deliver: firehoseDelivery(firehoseClient(), deliveryStream),
    setAside: asideWriter(s3Client(), bucket, () => asideKey(stage, Date.now(), timeZone, randomUUID())),
    refused: tellRefused,
  });
}
