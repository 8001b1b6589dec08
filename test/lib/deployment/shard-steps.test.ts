import fc from 'fast-check';
import { type DeployedStreams, shardFaults } from '../../../lib/deployment/deployed-shards.js';
import { shardFault, shardSteps } from '../../../lib/deployment/shard-steps.js';

describe('the steps from one count of shards to another', () => {
  it.each([
    [2, 12, [4, 8, 12]],
    [12, 2, [6, 3, 2]],
    [3, 1, [2, 1]],
    [1, 2, [2]],
    [4, 4, []],
  ])('from %d to %d are %j', (from, to, steps) => {
    expect(shardSteps(from, to)).toEqual(steps);
  });

  it('are each one that Kinesis takes, and end where they are to', () => {
    const anyCount = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
      fc.property(anyCount, anyCount, (from, to) => {
        const counts = [from, ...shardSteps(from, to)];

        expect(counts.at(-1)).toBe(to);
        for (const [index, count] of counts.slice(1).entries()) {
          const before = counts[index] ?? 0;
          expect(count <= 2 * before && count >= before / 2).toBe(true);
        }
      }),
    );
  });

  it('are told where one is not enough', () => {
    const key = 'streams.shards';

    expect(shardFault({ key, from: 2, to: 4 })).toBeUndefined();
    expect(shardFault({ key, from: 2, to: 5 })).toBe(
      'streams.shards: expected from 1 to 4, since 2 are deployed and Kinesis at most doubles or halves a stream at a time, found 5. Deploy 4, then 5, each once the stream is ACTIVE again (docs/deploying.md#more-shards).',
    );
  });
});

describe('the streams of a stack that is deployed', () => {
  const wanted = [
    { id: 'IngestStream', key: 'streams.shards', to: 8 },
    { id: 'UniqueStream', key: 'streams.shards', to: 8 },
    { id: 'EnrichedStream', key: 'streams.enrichedShards', to: 8 },
  ] as const;

  /** Kinesis with streams of so many shards, by name. */
  const kinesis = (shards: Readonly<Record<string, number | undefined>>): DeployedStreams => ({
    firstAfter: async (text) =>
      Object.keys(shards)
        .toSorted()
        .find((name) => name > text),
    openShards: async (name) => shards[name],
  });

  it('are compared with the configuration, each fault once', async () => {
    const streams = kinesis({
      'sunstream-prod-EnrichedStreamStream1A2B-x': 4,
      'sunstream-prod-IngestStreamStream3C4D-y': 2,
      'sunstream-prod-UniqueStreamStream5E6F-z': 2,
    });

    const faults = await shardFaults('sunstream-prod', wanted, streams);

    expect(faults).toEqual([expect.stringMatching(/^streams\.shards: .* found 8\. Deploy 4, then 8, /)]);
  });

  it.each([
    ['are of another stack', { 'sunstream-prod2-IngestStreamStream3C4D-y': 1, 'zebra-stream': 1 }],
    ['size themselves', { 'sunstream-prod-IngestStreamStream3C4D-y': undefined }],
    ['are not there yet', {}],
  ])('have no fault where they %s', async (_, shards) => {
    expect(await shardFaults('sunstream-prod', wanted, kinesis(shards))).toEqual([]);
  });
});
