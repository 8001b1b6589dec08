import { AwsError } from '../../calls/aws-error.js';
import type { Input, JsonService, Operation } from '../../calls/json-service.js';
import type { LocalShard, LocalStream } from './local-stream.js';

/** Decides per record whether a put is refused, and with which code; faults and rate limits are this. */
export type Refuse = (stream: LocalStream, shard: LocalShard, bytes: number) => string | undefined;

/** "Kinesis quotas": records a call, bytes a call, bytes a record with its key, and what one read returns. */
const maxRecords = 500;
const maxCallBytes = 10 * 1024 * 1024;
const maxRecordBytes = 1024 * 1024;
const maxReadBytes = 10 * 1024 * 1024;
const maxReadRecords = 10_000;

/** Kinesis Data Streams, as far as producers, consumers and curious people use it. */
export function kinesisService(streams: readonly LocalStream[], refuse: Refuse = () => undefined): JsonService {
  const find = ({ StreamName, StreamARN }: Input): LocalStream => {
    const stream = streams.find(({ name, arn }) => name === StreamName || arn === StreamARN);
    if (stream) return stream;
    throw new AwsError('ResourceNotFoundException', `Stream ${StreamName ?? StreamARN} not found.`);
  };
  const operation = (action: string, run: (stream: LocalStream, input: Input) => unknown): Operation => ({
    permissions: (input) => [{ action: `kinesis:${action}`, resource: find(input).arn }],
    run: (input) => run(find(input), input),
  });
  return {
    name: 'kinesis',
    jsonVersion: '1.1',
    operations: {
      PutRecords: operation('PutRecords', (stream, { Records }) => putRecords(stream, Records, refuse)),
      DescribeStreamSummary: operation('DescribeStreamSummary', describe),
      ListShards: operation('ListShards', ({ shards }) => ({ Shards: shards.map(({ id }) => ({ ShardId: id })) })),
      GetShardIterator: operation('GetShardIterator', (stream, input) => ({ ShardIterator: iterator(stream, input) })),
      GetRecords: {
        permissions: ({ ShardIterator }) => [
          { action: 'kinesis:GetRecords', resource: find({ StreamName: readIterator(ShardIterator).stream }).arn },
        ],
        run: (input) => getRecords(find({ StreamName: readIterator(input.ShardIterator).stream }), input),
      },
    },
  };
}

function describe(stream: LocalStream) {
  return {
    StreamDescriptionSummary: {
      StreamName: stream.name,
      StreamARN: stream.arn,
      StreamStatus: 'ACTIVE',
      OpenShardCount: stream.shards.length,
    },
  };
}

interface PutEntry {
  readonly Data: string;
  readonly PartitionKey: string;
}

function putRecords(stream: LocalStream, entries: readonly PutEntry[], refuse: Refuse) {
  const records = entries.map(({ Data, PartitionKey }) => ({
    partitionKey: PartitionKey,
    data: Buffer.from(Data, 'base64'),
  }));
  checkLimits(records);
  const codes = records.map(({ partitionKey, data }) => refuse(stream, stream.shardOf(partitionKey), data.length));
  const taken = stream.put(
    records.filter((_, index) => codes[index] === undefined),
    Date.now(),
  );
  return {
    FailedRecordCount: codes.filter((code) => code !== undefined).length,
    Records: codes.map((code) => {
      if (code !== undefined) return { ErrorCode: code, ErrorMessage: `${code} for shard of stream ${stream.name}` };
      const place = taken.shift();
      return { ShardId: place?.shardId, SequenceNumber: place?.sequenceNumber };
    }),
  };
}

function checkLimits(records: readonly { partitionKey: string; data: Buffer }[]): void {
  const sizes = records.map(({ partitionKey, data }) => Buffer.byteLength(partitionKey) + data.length);
  const invalid = (message: string) => new AwsError('InvalidArgumentException', message);
  if (records.length < 1 || records.length > maxRecords)
    throw invalid(`1 to ${maxRecords} records, found ${records.length}`);
  if (records.some(({ partitionKey }) => partitionKey.length < 1 || partitionKey.length > 256)) {
    throw invalid('PartitionKey: 1 to 256 characters');
  }
  if (Math.max(...sizes) > maxRecordBytes)
    throw invalid(`at most ${maxRecordBytes} bytes a record, found ${Math.max(...sizes)}`);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > maxCallBytes) throw invalid(`at most ${maxCallBytes} bytes a call, found ${total}`);
}

const startOf: Readonly<Record<string, (shard: LocalShard, input: Input) => number>> = {
  TRIM_HORIZON: ({ log }) => log.start,
  LATEST: ({ log }) => log.end,
  AT_SEQUENCE_NUMBER: startingPosition,
  AFTER_SEQUENCE_NUMBER: (shard, input) =>
    shard.read(startingPosition(shard, input), { records: 1, bytes: 0 })[0]?.next ?? shard.log.end,
};

function startingPosition(shard: LocalShard, { StartingSequenceNumber: found }: Input): number {
  const position = shard.positionOf(String(found));
  if (position !== undefined && (position < shard.log.start || shard.log.isRecordStart(position))) return position;
  throw new AwsError('InvalidArgumentException', `StartingSequenceNumber: expected one of ${shard.id}, found ${found}`);
}

function iterator(stream: LocalStream, input: Input): string {
  const shard = stream.shards.find(({ id }) => id === input.ShardId);
  if (!shard)
    throw new AwsError('ResourceNotFoundException', `Shard ${input.ShardId} in stream ${stream.name} not found.`);
  const start = startOf[input.ShardIteratorType]?.(shard, input);
  if (start === undefined) {
    throw new AwsError('InvalidArgumentException', `ShardIteratorType: one of ${Object.keys(startOf).join(', ')}`);
  }
  return writeIterator(stream, shard, start);
}

function getRecords(stream: LocalStream, { ShardIterator, Limit = maxReadRecords }: Input) {
  const { shard: index, position } = readIterator(ShardIterator);
  const shard = stream.shards[index] as LocalShard;
  const records = shard.read(position, { records: Limit, bytes: maxReadBytes });
  return {
    Records: records.map(({ sequenceNumber, key, data, arrivedAt }) => ({
      SequenceNumber: sequenceNumber,
      PartitionKey: key,
      Data: data.toString('base64'),
      ApproximateArrivalTimestamp: arrivedAt / 1_000,
    })),
    NextShardIterator: writeIterator(stream, shard, records.at(-1)?.next ?? position),
    MillisBehindLatest: Math.max(
      0,
      Date.now() - (shard.read(position, { records: 1, bytes: 0 })[0]?.arrivedAt ?? Date.now()),
    ),
  };
}

function writeIterator(stream: LocalStream, shard: LocalShard, position: number): string {
  return Buffer.from(JSON.stringify({ stream: stream.name, shard: shard.index, position })).toString('base64');
}

function readIterator(text: string): { stream: string; shard: number; position: number } {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    throw new AwsError('InvalidArgumentException', 'ShardIterator: not one of this runner');
  }
}
