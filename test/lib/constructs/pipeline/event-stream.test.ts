import { readConfig } from '../../../../lib/config/config.js';
import { deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const streamType = 'AWS::Kinesis::Stream';

describe.each(deployedStages)('a stream of %s', (stage) => {
  const template = synthesize(stage);
  const enriched = { dev: 1, prod: 4 }[stage];

  it.each([
    ['IngestStream', 1],
    ['UniqueStream', 1],
    ['EnrichedStream', enriched],
  ])('%s keeps records a week, on %d shards', (name, shards) => {
    const { Properties } = theOne(template, streamType, name);

    expect(Properties).toMatchObject({
      RetentionPeriodHours: 168,
      ShardCount: shards,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    });
  });
});

describe('streams.mode', () => {
  it('makes every stream on-demand by that one key', () => {
    const dev = readConfig('dev');

    const template = synthesize({ ...dev, streams: { ...dev.streams, mode: 'on-demand' } });

    for (const [, { Properties }] of resourcesOf(template, streamType)) {
      expect(Properties.StreamModeDetails).toEqual({ StreamMode: 'ON_DEMAND' });
      expect(Properties).not.toHaveProperty('ShardCount');
    }
  });
});
