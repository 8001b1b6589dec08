import type { Context, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';

/** Records of one shard with the sequence numbers 1, 2, 3, … */
export function aKinesisEvent(records: readonly Uint8Array[]): KinesisStreamEvent {
  return { Records: records.map((data, index) => aKinesisRecord(data, String(index + 1))) };
}

function aKinesisRecord(data: Uint8Array, sequenceNumber: string): KinesisStreamRecord {
  return {
    awsRegion: 'ap-south-1',
    eventID: `shard-0:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:ap-south-1:111122223333:stream/ingest',
    eventVersion: '1.0',
    invokeIdentityArn: 'arn:aws:iam::111122223333:role/dedup',
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'batch-1',
      sequenceNumber,
      data: Buffer.from(data).toString('base64'),
      approximateArrivalTimestamp: 1_700_000_000.123,
    },
  };
}

/** A Lambda context with some time left. */
export function aContext(remainingMs = 60_000): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'dedup',
    functionVersion: '1',
    invokedFunctionArn: 'arn:aws:lambda:ap-south-1:111122223333:function:dedup',
    memoryLimitInMB: '512',
    awsRequestId: 'request-1',
    logGroupName: 'logs',
    logStreamName: 'stream',
    getRemainingTimeInMillis: () => remainingMs,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
