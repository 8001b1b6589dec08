import type { LocalShard } from './local-stream.js';
import type { Refuse } from './service.js';

/** "Kinesis quotas": a shard takes 1 MB and 1,000 records a second. */
const bytesPerSecond = 1_000_000;
const recordsPerSecond = 1_000;

/** Refuses what a real shard would: an option, because a laptop is mostly used to build, not to size. */
export function shardRates(now: () => number = Date.now): Refuse {
  const used = new Map<LocalShard, { second: number; bytes: number; records: number }>();
  return (_, shard, bytes) => {
    const second = Math.floor(now() / 1_000);
    const known = used.get(shard);
    const spent = known?.second === second ? known : { second, bytes: 0, records: 0 };
    used.set(shard, spent);
    if (spent.bytes + bytes > bytesPerSecond || spent.records + 1 > recordsPerSecond) {
      return 'ProvisionedThroughputExceededException';
    }
    spent.bytes += bytes;
    spent.records += 1;
    return undefined;
  };
}
