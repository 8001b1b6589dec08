import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  InvalidArgumentException,
  type KinesisClient,
  ListShardsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-kinesis';
import { anEntry, put, useKinesis } from '../../../support/kinesis.js';
import { putTexts } from '../../../support/streams.js';

const kinesis = useKinesis();
type Start = Omit<GetShardIteratorCommandInput, 'StreamName' | 'ShardId'>;

async function iteratorFrom(client: KinesisClient, start: Start, shard = 'shardId-000000000000') {
  const input = { StreamName: 'events', ShardId: shard, ...start };
  return (await client.send(new GetShardIteratorCommand(input))).ShardIterator;
}

async function readFrom(client: KinesisClient, ShardIterator: string | undefined, Limit?: number) {
  const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator, Limit }));
  return { texts: Records.map(({ Data = [] }) => Buffer.from(Data).toString()), next: NextShardIterator };
}

describe('reading a shard', () => {
  it('begins at the oldest record with TRIM_HORIZON, and after the newest with LATEST', async () => {
    const { client } = await kinesis();
    await put(client, [anEntry('a'), anEntry('b')]);
    const oldest = await iteratorFrom(client, { ShardIteratorType: 'TRIM_HORIZON' });
    const latest = await iteratorFrom(client, { ShardIteratorType: 'LATEST' });
    await put(client, [anEntry('c')]);

    const reads = [await readFrom(client, oldest), await readFrom(client, latest)];

    expect(reads.map(({ texts }) => texts)).toEqual([['a', 'b', 'c'], ['c']]);
  });

  it('begins at a sequence number, or after it', async () => {
    const { client } = await kinesis();
    const { Records: [, second] = [] } = await put(client, [anEntry('a'), anEntry('b'), anEntry('c')]);
    const StartingSequenceNumber = second?.SequenceNumber;
    const at = await iteratorFrom(client, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber });
    const after = await iteratorFrom(client, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber });

    const reads = [await readFrom(client, at), await readFrom(client, after)];

    expect(reads.map(({ texts }) => texts)).toEqual([['b', 'c'], ['c']]);
  });

  it('waits after the newest record for the next', async () => {
    const { client } = await kinesis();
    const { Records: [only] = [] } = await put(client, [anEntry('a')]);
    const after = await iteratorFrom(client, {
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      StartingSequenceNumber: only?.SequenceNumber,
    });

    const empty = await readFrom(client, after);
    await put(client, [anEntry('b')]);
    const filled = await readFrom(client, empty.next);

    expect([empty.texts, filled.texts]).toEqual([[], ['b']]);
  });

  it('goes on where the last read ended, as many records a time as asked for', async () => {
    const { client } = await kinesis();
    await put(client, [anEntry('a'), anEntry('b'), anEntry('c')]);
    const start = await iteratorFrom(client, { ShardIteratorType: 'TRIM_HORIZON' });

    const first = await readFrom(client, start, 2);
    const second = await readFrom(client, first.next, 2);

    expect([first.texts, second.texts]).toEqual([['a', 'b'], ['c']]);
  });

  it('tells key, sequence number, arrival and how far behind the reader is', async () => {
    const { client, stream } = await kinesis();
    const [sequenceNumber] = putTexts(stream, ['a'], Date.now() - 60_000);
    const ShardIterator = await iteratorFrom(client, { ShardIteratorType: 'TRIM_HORIZON' });

    const { Records, NextShardIterator, MillisBehindLatest } = await client.send(
      new GetRecordsCommand({ ShardIterator }),
    );
    const last = await client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));

    expect(Records).toEqual([
      {
        PartitionKey: 'k',
        SequenceNumber: sequenceNumber,
        Data: new Uint8Array(Buffer.from('a')),
        ApproximateArrivalTimestamp: expect.any(Date),
      },
    ]);
    expect(MillisBehindLatest).toBeGreaterThanOrEqual(60_000);
    expect(last.MillisBehindLatest).toBe(0);
  });

  it('refuses a shard, an iterator type and an iterator that are not its own', async () => {
    const { client } = await kinesis();
    const failure = (error: unknown) => error;

    const shard = await iteratorFrom(client, { ShardIteratorType: 'LATEST' }, 'shardId-000000000009').catch(failure);
    const type = await iteratorFrom(client, { ShardIteratorType: 'AT_TIMESTAMP' }).catch(failure);
    const iterator = await readFrom(client, 'bm90IG91cnM=').catch(failure);

    expect(shard).toBeInstanceOf(ResourceNotFoundException);
    expect(type).toBeInstanceOf(InvalidArgumentException);
    expect(iterator).toBeInstanceOf(InvalidArgumentException);
  });

  it.each([
    ['is no sequence number', () => 'seventeen'],
    ['lies inside a record', (own: string) => String(BigInt(own) + 3_000n)],
    ['is missing', () => undefined],
  ])('refuses a start that %s', async (_, made) => {
    const { client } = await kinesis();
    const { Records: [record] = [] } = await put(client, [anEntry('some text')]);
    const StartingSequenceNumber = made(record?.SequenceNumber ?? '');

    const started = iteratorFrom(client, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber }).then(
      (iterator) => readFrom(client, iterator),
    );

    await expect(started).rejects.toThrow(InvalidArgumentException);
  });
});

describe('describing a stream', () => {
  it('tells its ARN, its state and its shards', async () => {
    const { client, stream } = await kinesis({ shards: 3 });

    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: 'events' }));
    const { Shards } = await client.send(new ListShardsCommand({ StreamARN: stream.arn }));

    expect(StreamDescriptionSummary).toMatchObject({
      StreamName: 'events',
      StreamARN: stream.arn,
      StreamStatus: 'ACTIVE',
      OpenShardCount: 3,
    });
    expect(Shards?.map(({ ShardId }) => ShardId)).toEqual(stream.shards.map(({ id }) => id));
  });
});
