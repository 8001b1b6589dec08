import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { anEntry, put, useKinesis } from '../../../support/kinesis.js';
import { textsOf } from '../../../support/log-records.js';

const kinesis = useKinesis();
const kibibyte = 1024;

describe('PutRecords', () => {
  it('answers by position where each record went', async () => {
    const { client, stream } = await kinesis({ shards: 4 });
    const entries = Array.from({ length: 40 }, (_, index) => anEntry(`text-${index}`, `key-${index}`));

    const { FailedRecordCount, Records = [] } = await put(client, entries);

    const stored = Records.map(({ ShardId, SequenceNumber = '' }) => {
      const shard = stream.shards.find(({ id }) => id === ShardId);
      const [record] = shard?.read(shard.positionOf(SequenceNumber) ?? -1, { records: 1, bytes: 0 }) ?? [];
      return { key: record?.key, text: record?.data.toString() };
    });
    expect(FailedRecordCount).toBe(0);
    expect(stored).toEqual(entries.map(({ key, data }) => ({ key, text: Buffer.from(data).toString() })));
    expect(new Set(Records.map(({ ShardId }) => ShardId)).size).toBe(4);
  });

  it('sends what has one partition key to one shard', async () => {
    const { client } = await kinesis({ shards: 4 });
    const entries = Array.from({ length: 20 }, (_, index) => anEntry(`text-${index}`, 'device-1'));

    const answers = [await put(client, entries), await put(client, entries)];

    const shards = answers.flatMap(({ Records = [] }) => Records.map(({ ShardId }) => ShardId));
    expect(new Set(shards).size).toBe(1);
  });

  it('gives sequence numbers that grow, in a call and from call to call', async () => {
    const { client } = await kinesis();

    const answers = [await put(client, [anEntry('a'), anEntry('b')]), await put(client, [anEntry('c')])];

    const numbers = answers.flatMap(({ Records = [] }) => Records.map(({ SequenceNumber = '' }) => SequenceNumber));
    expect(numbers.every((number) => /^\d+$/.test(number))).toBe(true);
    expect(numbers.map(BigInt)).toEqual(numbers.map(BigInt).sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(numbers).size).toBe(3);
  });

  it('takes the largest call that Kinesis takes: 500 records, one of them of 1 MiB with its key', async () => {
    const { client, stream } = await kinesis();
    const large = { key: 'k', data: Buffer.alloc(kibibyte * kibibyte - 1, 'x') };

    const { FailedRecordCount } = await put(client, [large, ...Array.from({ length: 499 }, () => anEntry('a'))]);

    expect(FailedRecordCount).toBe(0);
    expect(stream.shards.flatMap(({ log }) => textsOf(log))).toHaveLength(500);
  });

  const mebibytes = (count: number) =>
    Array.from({ length: count }, () => ({ key: 'k', data: Buffer.alloc(kibibyte * kibibyte - 1) }));

  it.each([
    ['501 records', Array.from({ length: 501 }, () => anEntry('a')), '1 to 500 records, found 501'],
    ['no record', [], '1 to 500 records, found 0'],
    [
      'a record of more than 1 MiB with its key',
      [{ key: 'k', data: Buffer.alloc(kibibyte * kibibyte) }],
      'at most 1048576 bytes a record, found 1048577',
    ],
    ['more than 10 MiB', [...mebibytes(10), anEntry('')], 'at most 10485760 bytes a call, found 10485761'],
    ['an empty partition key', [anEntry('a'), anEntry('b', '')], 'PartitionKey: 1 to 256 characters'],
    ['a partition key of 257 characters', [anEntry('a', 'k'.repeat(257))], 'PartitionKey: 1 to 256 characters'],
  ])('refuses %s, and takes nothing of the call', async (_, entries, message) => {
    const { client, stream } = await kinesis();

    const answer = await put(client, entries).catch((error: unknown) => error);

    expect(answer).toBeInstanceOf(InvalidArgumentException);
    expect(answer).toMatchObject({ name: 'InvalidArgumentException', message, $metadata: { httpStatusCode: 400 } });
    expect(stream.shards.flatMap(({ log }) => textsOf(log))).toEqual([]);
  });

  it('refuses single records as it is told to, counts them, and takes the others', async () => {
    const refuse = jest.fn((_stream, _shard, bytes: number) => (bytes === 3 ? 'InternalFailure' : undefined));
    const { client, stream } = await kinesis({ refuse });

    const { FailedRecordCount, Records = [] } = await put(client, [anEntry('a'), anEntry('bad'), anEntry('c')]);

    expect(FailedRecordCount).toBe(1);
    expect(Records.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, 'InternalFailure', undefined]);
    expect(Records[1]).toEqual({
      ErrorCode: 'InternalFailure',
      ErrorMessage: 'InternalFailure for shard of stream events',
    });
    expect(Records.map(({ SequenceNumber }) => SequenceNumber !== undefined)).toEqual([true, false, true]);
    expect(stream.shards.flatMap(({ log }) => textsOf(log))).toEqual(['a', 'c']);
    expect(refuse.mock.calls.map(([, shard]) => shard)).toEqual([stream.shards[0], stream.shards[0], stream.shards[0]]);
  });
});
