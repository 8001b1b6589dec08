import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { cutText } from '../text/well-formed.js';
import { type PutAllOptions, putAll, type Undone } from './put-all.js';

/** A Kinesis record to be written. */
export interface StreamRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** Kinesis limits: 500 records and 5 MiB a call in every region, keys included; at most 256 characters a key. */
const limits = { maxEntries: 500, maxBytes: 5 * 1024 * 1024 };

/** PutRecords to one stream, for `putAll`. */
export function recordWriter(
  client: KinesisClient,
  stream: string,
  remainingMs: () => number,
): PutAllOptions<StreamRecord> {
  return {
    ...limits,
    target: `Kinesis stream ${stream}`,
    remainingMs,
    sizeOf: ({ partitionKey, data }) => Buffer.byteLength(partitionKey) + data.length,
    put: async (records, abortSignal) => {
      const answer = await client.send(
        new PutRecordsCommand({
          StreamName: stream,
          Records: records.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
        }),
        { abortSignal },
      );
      return (answer.Records ?? []).map(({ ErrorCode, ErrorMessage }) => ErrorCode && `${ErrorCode}: ${ErrorMessage}`);
    },
  };
}

/** Writes records to one stream; returns those that were not taken in time, lowest first. */
export function recordPutter(client: KinesisClient, stream: string) {
  return (records: readonly StreamRecord[], remainingMs: () => number): Promise<readonly Undone[]> =>
    putAll(records, recordWriter(client, stream, remainingMs));
}

/** A partition key from a producer's text: Kinesis takes 1 to 256 characters. */
export function partitionKey(text: string): string {
  return cutText(text, 256) || '-';
}
