/**
 * Counts of shards to deploy, one after the other, on the way from one count to another. "UpdateShardCount: not more
 * than double and not below half of the current count, ten times in a rolling day".
 *
 * @returns the counts after `from`; the last is `to`, and there are none where nothing changes
 */
export function shardSteps(from: number, to: number): number[] {
  const steps: number[] = [];
  for (let count = from; count !== to; steps.push(count)) {
    count = to > count ? Math.min(to, 2 * count) : Math.max(to, Math.ceil(count / 2));
  }
  return steps;
}

/** A stream as it is deployed, and what the configuration wants of it. */
export interface ShardChange {
  /** Key of the configuration. */
  readonly key: 'streams.shards' | 'streams.enrichedShards';
  readonly from: number;
  readonly to: number;
}

/** What to do about a change that CloudFormation would fail with; nothing for one that is a single step. */
export function shardFault({ key, from, to }: ShardChange): string | undefined {
  const [first, ...others] = shardSteps(from, to);
  if (first === undefined || others.length === 0) return undefined;
  const counts = [first, ...others].join(', then ');
  return (
    `${key}: expected from ${Math.ceil(from / 2)} to ${2 * from}, since ${from} are deployed and Kinesis at most ` +
    `doubles or halves a stream at a time, found ${to}. Deploy ${counts}, each once the stream is ACTIVE again ` +
    `(docs/deploying.md#more-shards).`
  );
}
