import { LocalStream } from '../../local/services/kinesis/local-stream.js';

export const streamArn = 'arn:aws:kinesis:local-1:000000000000:stream/events';

export const aStream = (folder: string, shards = 1) => new LocalStream('events', streamArn, folder, shards);

/** Puts texts into a stream, under one partition key. @returns their sequence numbers */
export function putTexts(stream: LocalStream, texts: readonly string[], arrivedAt = Date.now()): string[] {
  const records = texts.map((text) => ({ partitionKey: 'k', data: Buffer.from(text) }));
  return stream.put(records, arrivedAt).map(({ sequenceNumber }) => sequenceNumber);
}
