import { Stack } from 'aws-cdk-lib';
import { readConfig } from '../../../../lib/config/config.js';
import { EventStream } from '../../../../lib/constructs/pipeline/event-stream.js';
import { Lake } from '../../../../lib/constructs/pipeline/lake.js';
import { Progress } from '../../../../lib/constructs/pipeline/progress.js';
import { StreamStage } from '../../../../lib/constructs/pipeline/stream-stage.js';
import { anApp } from '../../an-app.js';
import { allowedTo, granted } from '../../policies.js';
import { arnOf, deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const mappingType = 'AWS::Lambda::EventSourceMapping';
const hops = [
  { stage: 'Dedup', from: 'IngestStream', to: 'UniqueStream' },
  { stage: 'Enrich', from: 'UniqueStream', to: 'EnrichedStream' },
];

describe.each(deployedStages)('a stream stage of %s', (stage) => {
  const template = synthesize(stage);
  const undelivered = theOne(template, 'AWS::S3::Bucket', 'LakeUndelivered');

  it.each(hops)('$stage gives up on a frame late, alone, and never without keeping it', (hop) => {
    const { Properties } = theOne(template, mappingType, hop.stage);

    expect(Properties).toEqual({
      EventSourceArn: arnOf(theOne(template, 'AWS::Kinesis::Stream', hop.from).id),
      FunctionName: { Ref: theOne(template, 'AWS::Lambda::Function', hop.stage).id },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      ParallelizationFactor: 1,
      MaximumRetryAttempts: 200,
      MaximumRecordAgeInSeconds: 518_400,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MetricsConfig: { Metrics: ['EventCount'] },
      DestinationConfig: { OnFailure: { Destination: arnOf(undelivered.id) } },
    });
  });

  it.each(hops)('$stage writes to the next stream and the failed book alone', ({ stage: name, to }) => {
    const next = theOne(template, 'AWS::Kinesis::Stream', to).id;
    const failedBook = theOne(template, 'AWS::KinesisFirehose::DeliveryStream', 'LakeFailed').id;

    const allowed = allowedTo(template, name);

    expect(allowed(next)).toEqual(['kinesis:PutRecords']);
    expect(allowed(failedBook)).toEqual(['firehose:PutRecordBatch']);
    expect(allowed(undelivered.id)).toEqual(['s3:ListBucket', 's3:PutObject']);
  });

  it.each(['Ingest', ...hops.map(({ stage: name }) => name)])(
    '%s may put what is too much for the Firehose beside its files, and nothing elsewhere in the lake',
    (name) => {
      const lake = theOne(template, 'AWS::S3::Bucket', 'LakeBucket').id;
      const { Variables } = theOne(template, 'AWS::Lambda::Function', `${name}Function`).Properties.Environment;

      const inLake = granted(template, name).filter((line) => line.includes(' LakeBucket'));
      expect(inLake).toEqual([expect.stringMatching(/^s3:PutObject LakeBucket\w*\/failed\/\*$/)]);
      expect(Variables).toMatchObject({ LAKE_BUCKET: { Ref: lake }, TIME_ZONE: 'Asia/Kolkata' });
    },
  );

  it('is the only reader that a mapping starts of its stream', () => {
    const sources = resourcesOf(template, mappingType).map(([, { Properties }]) => Properties.EventSourceArn);

    expect(new Set(sources.map((source) => JSON.stringify(source))).size).toBe(sources.length);
  });
});

describe('consumers', () => {
  it('sets each number where it belongs', () => {
    const numbers = { batchSize: 11, windowSeconds: 12, parallelization: 3, retryAttempts: 14, maxRecordAgeHours: 15 };

    const template = synthesize({ ...readConfig('dev'), consumers: numbers });

    for (const [, { Properties }] of resourcesOf(template, mappingType)) {
      expect(Properties).toMatchObject({
        BatchSize: 11,
        MaximumBatchingWindowInSeconds: 12,
        ParallelizationFactor: 3,
        MaximumRetryAttempts: 14,
        MaximumRecordAgeInSeconds: 15 * 3_600,
      });
    }
  });
});

describe('StreamStage', () => {
  it('refuses to read the stream that it writes', () => {
    const config = readConfig('dev');
    const { app, discard } = anApp();
    const stack = new Stack(app, 'loop');
    const stream = new EventStream(stack, 'IngestStream', { config, shards: 1 });
    const lake = new Lake(stack, 'Lake', { config });
    const props = { config, from: stream, to: stream, failed: lake.keepFailedEvents(), environment: {} };

    const progress = new Progress(stack, 'Progress', { config });

    const wire = () => new StreamStage(stack, 'Dedup', { ...props, progress, undelivered: lake.undelivered });

    expect(wire).toThrow('Dedup: reads and writes IngestStream, an endless loop. Give it another "to".');
    discard();
  });
});
