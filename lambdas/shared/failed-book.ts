import { type FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { type FailedEvent, failedLines } from './failed-lines.js';
import { putAllOrThrow } from './put-all.js';

/** Firehose limits: 500 records and 4 MiB a call, 1,000 KiB a record, billed in steps of 5 KB. */
const limits = { maxEntries: 500, maxBytes: 4 * 1024 * 1024 };
const maxRecordBytes = 1_000 * 1024;

/** Writes failed events to the failed book. */
export type KeepFailed = (events: readonly FailedEvent[], remainingMs: () => number) => Promise<void>;

/** @throws DependencyError (from the returned function) when Firehose did not take all of them */
export function failedBook(client: FirehoseClient, deliveryStream: string): KeepFailed {
  return async (events, remainingMs) => {
    const records = joinLines(events.flatMap(failedLines), maxRecordBytes);
    await putAllOrThrow(records, {
      ...limits,
      target: `Firehose ${deliveryStream}`,
      remainingMs,
      sizeOf: (data) => data.length,
      put: async (batch, abortSignal) => {
        const answer = await client.send(
          new PutRecordBatchCommand({
            DeliveryStreamName: deliveryStream,
            Records: batch.map((data) => ({ Data: data })),
          }),
          { abortSignal },
        );
        return (answer.RequestResponses ?? []).map(
          ({ ErrorCode, ErrorMessage }) => ErrorCode && `${ErrorCode}: ${ErrorMessage}`,
        );
      },
    });
  };
}

/** Many lines in one record: Firehose bills each record as 5 KB at least. */
function joinLines(lines: readonly string[], maxBytes: number): Buffer[] {
  const records: Buffer[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const data = Buffer.from(`${line}\n`);
    bytes += data.length;
    if (bytes > maxBytes) {
      records.push([]);
      bytes = data.length;
    }
    records.at(-1)?.push(data);
  }
  return records.map((parts) => Buffer.concat(parts));
}
