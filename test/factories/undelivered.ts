import type { KinesisStreamRecord } from 'aws-lambda';

/** An object of the undelivered bucket, as Lambda writes it. */
export function anUndelivered(records: readonly KinesisStreamRecord[], overrides: object = {}): string {
  return JSON.stringify({
    requestContext: { requestId: 'request-1', functionArn: 'arn:dedup', condition: 'RetryAttemptsExhausted' },
    version: '1.0',
    timestamp: '2024-01-15T06:30:00.000Z',
    KinesisBatchInfo: { shardId: 'shard-0', batchSize: records.length },
    payload: JSON.stringify({ Records: records }),
    ...overrides,
  });
}

/** The key of one that was given up at a time, epoch milliseconds. */
export function undeliveredKey(at: number, source = 'source-1'): string {
  const text = new Date(at).toISOString();
  return `aws/lambda/${source}/shard-0/${text.slice(0, 10).replaceAll('-', '/')}/${text.slice(0, 19).replaceAll(':', '.')}-some-uuid`;
}
