import { shardRates } from '../../../../local/services/kinesis/shard-rates.js';
import { anEntry, put, useKinesis } from '../../../support/kinesis.js';

const kinesis = useKinesis();
const throttled = 'ProvisionedThroughputExceededException';

describe('shard rates', () => {
  it('refuse more than 1,000 records a second, and take them again in the next', async () => {
    let now = 1_000_000;
    const { client } = await kinesis({ refuse: shardRates(() => now) });
    const entries = Array.from({ length: 500 }, () => anEntry('a'));
    await put(client, entries);

    const second = await put(client, entries);
    const third = await put(client, [anEntry('b')]);
    now += 1_000;
    const next = await put(client, [anEntry('b')]);

    expect(second.FailedRecordCount).toBe(0);
    expect(third.FailedRecordCount).toBe(1);
    expect(third.Records?.map(({ ErrorCode }) => ErrorCode)).toEqual([throttled]);
    expect(next.FailedRecordCount).toBe(0);
  });

  it('refuse more than 1 MB a second, and still take a record that fits', async () => {
    const { client } = await kinesis({ refuse: shardRates(() => 1_000_000) });
    const sized = (bytes: number) => ({ key: 'k', data: Buffer.alloc(bytes) });

    const { Records = [] } = await put(client, [sized(900_000), sized(100_001), sized(100_000), sized(1)]);

    expect(Records.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, throttled, undefined, throttled]);
  });

  it('count each shard alone', async () => {
    const { client, stream } = await kinesis({ shards: 2, refuse: shardRates(() => 1_000_000) });
    const keyOf = (shard: number) =>
      Array.from({ length: 100 }, (_, index) => `key-${index}`).find((key) => stream.shardOf(key).index === shard) ??
      '';
    const sized = (shard: number) => ({ key: keyOf(shard), data: Buffer.alloc(600_000) });

    const { Records = [] } = await put(client, [sized(0), sized(0), sized(1)]);

    expect(Records.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, throttled, undefined]);
  });
});
