import { readConfig } from '../../../../lib/config/config.js';
import { allowedTo, type Statement } from '../../policies.js';
import { arnOf, deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const firehoseType = 'AWS::KinesisFirehose::DeliveryStream';
const keepDays = {
  dev: { telemetry: 30, archive: 7, failed: 30, undelivered: 30, exhaust: 7, summary: 30, 'query-results': 2 },
  prod: {
    telemetry: undefined,
    archive: 90,
    failed: 365,
    undelivered: 365,
    exhaust: 30,
    summary: undefined,
    'query-results': 2,
  },
};
const buffers = { dev: { megabytes: 5, seconds: 60 }, prod: { megabytes: 64, seconds: 300 } };

describe.each(deployedStages)('the buckets of %s', (stage) => {
  const template = synthesize(stage);

  it.each(['LakeBucket', 'LakeUndelivered'])('%s is encrypted, and closed to the public', (name) => {
    const { Properties } = theOne(template, 'AWS::S3::Bucket', name);

    expect(Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  it.each(['LakeBucket', 'LakeUndelivered'])('%s refuses plain HTTP and TLS below 1.2', (name) => {
    const { id } = theOne(template, 'AWS::S3::Bucket', name);
    const policies = resourcesOf(template, 'AWS::S3::BucketPolicy').map(([, { Properties }]) => Properties);

    const policy = policies.find(({ Bucket }) => Bucket.Ref === id);

    const denied = policy.PolicyDocument.Statement.filter(({ Effect }: Statement) => Effect === 'Deny');
    const everything = { Action: 's3:*', Principal: { AWS: '*' } };
    const all = [arnOf(id), { 'Fn::Join': ['', [arnOf(id), '/*']] }];
    expect(denied).toEqual([
      { ...everything, Effect: 'Deny', Resource: all, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { ...everything, Effect: 'Deny', Resource: all, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
    ]);
  });

  it.each(Object.entries(keepDays[stage]))('%s/ objects go after %s days', (prefix, days) => {
    const { Rules } = theOne(template, 'AWS::S3::Bucket', 'LakeBucket').Properties.LifecycleConfiguration;

    const rule = Rules.find(({ Prefix }: { Prefix: string }) => Prefix === `${prefix}/`);

    expect(rule?.ExpirationInDays).toBe(days);
  });

  it('loses what was given up on, whatever its key, after the same days', () => {
    const { Rules } = theOne(template, 'AWS::S3::Bucket', 'LakeUndelivered').Properties.LifecycleConfiguration;

    expect(Rules[0]).toMatchObject({ Prefix: '', ExpirationInDays: keepDays[stage].undelivered, Status: 'Enabled' });
  });
});

describe.each(deployedStages)('the Firehoses of %s', (stage) => {
  const template = synthesize(stage);
  const prefixes = [
    { name: 'Archive', prefix: 'archive', compression: 'UNCOMPRESSED', from: 'IngestStream' },
    { name: 'Telemetry', prefix: 'telemetry', compression: 'GZIP', from: 'EnrichedStream' },
    { name: 'Failed', prefix: 'failed', compression: 'UNCOMPRESSED', from: undefined },
  ];
  const firehose = (name: string) => theOne(template, firehoseType, `Lake${name}`).Properties;
  const s3 = (name: string) => firehose(name).ExtendedS3DestinationConfiguration;

  it.each(prefixes)('$prefix/ gets $compression files by arrival time in India', ({ name, prefix, compression }) => {
    expect(s3(name)).toMatchObject({
      BucketARN: arnOf(theOne(template, 'AWS::S3::Bucket', 'LakeBucket').id),
      Prefix: `${prefix}/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/`,
      ErrorOutputPrefix: `undelivered/${prefix}/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/`,
      CustomTimeZone: 'Asia/Kolkata',
      FileExtension: '.json.gz',
      CompressionFormat: compression,
      BufferingHints: { SizeInMBs: buffers[stage].megabytes, IntervalInSeconds: buffers[stage].seconds },
    });
  });

  it('appends a newline to telemetry, and leaves every other record as it came', () => {
    const processors = prefixes.map(({ name }) => s3(name).ProcessingConfiguration?.Processors);

    expect(processors).toEqual([undefined, [{ Type: 'AppendDelimiterToRecord', Parameters: [] }], undefined]);
  });

  it.each(prefixes)('$prefix/ is filled from $from', ({ name, from }) => {
    const source = firehose(name).KinesisStreamSourceConfiguration?.KinesisStreamARN;

    expect(source).toEqual(from && arnOf(theOne(template, 'AWS::Kinesis::Stream', from).id));
    expect(firehose(name).DeliveryStreamType).toBe(from ? 'KinesisStreamAsSource' : 'DirectPut');
  });

  it('encrypts the failed book itself, since no stream does it', () => {
    expect(firehose('Failed').DeliveryStreamEncryptionConfigurationInput).toEqual({ KeyType: 'AWS_OWNED_CMK' });
  });

  it.each(prefixes)('$prefix/ is written by a role that can delete nothing and write nowhere else', (of) => {
    const bucket = theOne(template, 'AWS::S3::Bucket', 'LakeBucket').id;
    const policy = theOne(template, 'AWS::IAM::Policy', `Lake${of.name}Role`).Properties.PolicyDocument;

    const writes = policy.Statement.find(({ Action }: Statement) => Action.includes('s3:PutObject'));

    expect(allowedTo(template, `Lake${of.name}Role`)(bucket)).toEqual([
      's3:AbortMultipartUpload',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
      's3:PutObject',
    ]);
    expect(writes.Resource).toEqual([
      { 'Fn::Join': ['', [arnOf(bucket), `/${of.prefix}/*`]] },
      { 'Fn::Join': ['', [arnOf(bucket), `/undelivered/${of.prefix}/*`]] },
    ]);
  });

  it.each(prefixes)('$prefix/ waits for the policy of its role', ({ name }) => {
    const { DependsOn } = theOne(template, firehoseType, `Lake${name}`);

    expect(DependsOn).toContain(theOne(template, 'AWS::IAM::Policy', `Lake${name}Role`).id);
  });
});

describe('timeZone', () => {
  it('names the folders of every Firehose', () => {
    const template = synthesize({ ...readConfig('dev'), timeZone: 'UTC' });

    for (const [, { Properties }] of resourcesOf(template, firehoseType)) {
      expect(Properties.ExtendedS3DestinationConfiguration.CustomTimeZone).toBe('UTC');
    }
  });
});
