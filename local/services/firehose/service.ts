import { randomUUID } from 'node:crypto';
import { AwsError } from '../../calls/aws-error.js';
import type { Input, JsonService } from '../../calls/json-service.js';

/** A delivery stream that takes direct puts. */
export interface DirectStream {
  readonly name: string;
  readonly arn: string;
  /** Keeps records; on disk when it returns. */
  accept(records: readonly Buffer[]): void;
}

/** Looks at a call before it is done. @throws AwsError when the Firehose takes no more for now */
export type CheckRate = (stream: DirectStream, records: readonly Buffer[]) => void;

/** "Firehose quotas": records and bytes a call, bytes a record. */
const maxRecords = 500;
const maxCallBytes = 4 * 1024 * 1024;
const maxRecordBytes = 1_000 * 1024;

/** Firehose, as far as producers use it. @param checkRate absent, it takes all that comes */
export function firehoseService(streams: readonly DirectStream[], checkRate?: CheckRate): JsonService {
  const find = ({ DeliveryStreamName }: Input): DirectStream => {
    const stream = streams.find(({ name }) => name === DeliveryStreamName);
    if (stream) return stream;
    throw new AwsError('ResourceNotFoundException', `Firehose ${DeliveryStreamName} not found.`);
  };
  return {
    name: 'firehose',
    jsonVersion: '1.1',
    operations: {
      PutRecordBatch: {
        permissions: (input) => [{ action: 'firehose:PutRecordBatch', resource: find(input).arn }],
        run: (input) => {
          const records = (input.Records as { Data: string }[]).map(({ Data }) => Buffer.from(Data, 'base64'));
          const stream = find(input);
          checkLimits(records);
          checkRate?.(stream, records);
          stream.accept(records);
          return { FailedPutCount: 0, RequestResponses: records.map(() => ({ RecordId: randomUUID() })) };
        },
      },
    },
  };
}

function checkLimits(records: readonly Buffer[]): void {
  const invalid = (message: string) => new AwsError('InvalidArgumentException', message);
  if (records.length < 1 || records.length > maxRecords)
    throw invalid(`1 to ${maxRecords} records, found ${records.length}`);
  const largest = Math.max(...records.map(({ length }) => length));
  if (largest > maxRecordBytes) throw invalid(`at most ${maxRecordBytes} bytes a record, found ${largest}`);
  const total = records.reduce((sum, { length }) => sum + length, 0);
  if (total > maxCallBytes) throw invalid(`at most ${maxCallBytes} bytes a call, found ${total}`);
}
