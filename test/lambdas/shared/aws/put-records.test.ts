import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { putAll } from '../../../../lambdas/shared/aws/put-all.js';
import { partitionKey, recordWriter } from '../../../../lambdas/shared/aws/put-records.js';
import { fakeClock } from '../../../fakes/fake-clock.js';

const client = new KinesisClient({ region: 'ap-south-1' });
const kinesis = mockClient(client);

const takesAll = ({ Records }: { Records: unknown[] }) => ({ Records: Records.map(() => ({ SequenceNumber: '1' })) });

const aRecord = (key: string, size = 3) => ({ partitionKey: key, data: Buffer.alloc(size, key) });

function writer() {
  const clock = fakeClock(60_000);
  return { ...recordWriter(client, 'unique', clock.remainingMs), wait: clock.wait };
}

/** The partition keys of each call, in order. */
const sentKeys = () =>
  kinesis
    .commandCalls(PutRecordsCommand)
    .map(({ args }) => args[0].input.Records?.map((record) => record.PartitionKey));

describe('recordWriter', () => {
  beforeEach(() => {
    kinesis.reset();
    kinesis.on(PutRecordsCommand).callsFake(takesAll);
  });

  it('puts records with their keys and bytes to its stream', async () => {
    const undone = await putAll([aRecord('a'), aRecord('b')], writer());

    expect(undone).toEqual([]);
    expect(kinesis.commandCalls(PutRecordsCommand).map(({ args }) => args[0].input)).toEqual([
      {
        StreamName: 'unique',
        Records: [
          { PartitionKey: 'a', Data: Buffer.from('aaa') },
          { PartitionKey: 'b', Data: Buffer.from('bbb') },
        ],
      },
    ]);
  });

  it('puts only the refused records again', async () => {
    kinesis
      .on(PutRecordsCommand)
      .resolvesOnce({
        FailedRecordCount: 1,
        Records: [
          { SequenceNumber: '1' },
          { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' },
          { SequenceNumber: '2' },
        ],
      })
      .callsFake(takesAll);

    const undone = await putAll([aRecord('a'), aRecord('b'), aRecord('c')], writer());

    expect(undone).toEqual([]);
    expect(sentKeys()).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it('says why a record was refused', async () => {
    kinesis.on(PutRecordsCommand).resolves({ Records: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'later' }] });

    const undone = await putAll([aRecord('a')], { ...writer(), remainingMs: () => 0 });

    expect(undone).toEqual([{ index: 0, cause: 'InternalFailure: later' }]);
  });

  it('sends at most 500 records a call', async () => {
    const records = Array.from({ length: 1_001 }, (_, index) => aRecord(String(index), 1));

    await putAll(records, writer());

    expect(sentKeys().map((keys) => keys?.length)).toEqual([500, 500, 1]);
  });

  it('sends at most 5 MiB a call, keys included', async () => {
    const mebibyte = 1024 * 1024;
    const records = Array.from({ length: 6 }, (_, index) => aRecord(String(index), mebibyte - 1));

    await putAll([...records, aRecord('more', mebibyte)], writer());

    expect(sentKeys()).toEqual([
      ['0', '1', '2', '3', '4'],
      ['5', 'more'],
    ]);
  });
});

describe('partitionKey', () => {
  it('keeps a text that Kinesis takes', () => {
    expect(partitionKey('batch-1')).toBe('batch-1');
  });

  it('is a dash where there is no text', () => {
    expect(partitionKey('')).toBe('-');
  });

  it('has from 1 to 256 characters, whatever text it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const { length } = partitionKey(text);

        expect(length >= 1 && length <= 256).toBe(true);
      }),
    );
  });
});
