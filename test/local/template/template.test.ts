import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProperties } from '../../../local/template/known-properties.js';
import { readTemplate, Template } from '../../../local/template/template.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();

type Resources = Record<string, { Type: string; Properties?: unknown }>;

const someResources: Resources = {
  LakeBucketB1D32E10: { Type: 'AWS::S3::Bucket' },
  IngestStreamAAAAAAAA: { Type: 'AWS::Kinesis::Stream' },
  ConsumersDDDDDDDD: { Type: 'AWS::SecretsManager::Secret' },
  ReplayEEEEEEEE: { Type: 'AWS::StepFunctions::StateMachine' },
};

const aTemplate = (Resources: Resources, Outputs: Record<string, { Value: unknown }> = {}) =>
  new Template('cdk.out', { 'abc.zip': 'asset.abc' }, { Resources: { ...someResources, ...Resources }, Outputs });

/** What a value of a function's properties resolves to. */
function resolved(value: unknown): unknown {
  const template = aTemplate({ DedupFunctionBBBBBBBB: { Type: 'AWS::Lambda::Function', Properties: { Tags: value } } });
  return template.ofType('AWS::Lambda::Function')[0]?.properties.Tags;
}

const secretArn = 'arn:aws:secretsmanager:local-1:000000000000:secret:consumers';

const placeholder = (name: string) => `\${${name}}`;

describe('a name that a resource’s own properties give', () => {
  const aTable = (Name: unknown) => ({ Type: 'AWS::Glue::Table', Properties: { TableInput: { Name } } });

  it('is what Ref gives', () => {
    expect(aTemplate({ TableAAAAAAAA: aTable('telemetry') }).nameOf('TableAAAAAAAA')).toBe('telemetry');
  });

  it('is the runner’s where it is made of others', () => {
    expect(aTemplate({ TableAAAAAAAA: aTable({ Ref: 'LakeBucketB1D32E10' }) }).nameOf('TableAAAAAAAA')).toBe('table');
  });
});

describe('intrinsic functions', () => {
  const bucketArn = { 'Fn::GetAtt': ['LakeBucketB1D32E10', 'Arn'] };

  it.each([
    ['Ref', { Ref: 'LakeBucketB1D32E10' }, 'lake-bucket'],
    ['Fn::GetAtt', bucketArn, 'arn:aws:s3:::lake-bucket'],
    [
      'Fn::GetAtt of a regional resource',
      { 'Fn::GetAtt': ['IngestStreamAAAAAAAA', 'Arn'] },
      'arn:aws:kinesis:local-1:000000000000:stream/ingest-stream',
    ],
    ['Ref of a type of which it gives the ARN', { Ref: 'ConsumersDDDDDDDD' }, secretArn],
    ['Ref of a state machine', { Ref: 'ReplayEEEEEEEE' }, 'arn:aws:states:local-1:000000000000:stateMachine:replay'],
    ['Fn::GetAtt of such a type', { 'Fn::GetAtt': ['ConsumersDDDDDDDD', 'Arn'] }, secretArn],
    [
      'Fn::Join',
      { 'Fn::Join': ['/', ['a', bucketArn, { 'Fn::Join': ['', ['b', { Ref: 'IngestStreamAAAAAAAA' }]] }]] },
      'a/arn:aws:s3:::lake-bucket/bingest-stream',
    ],
    ['Fn::Select of a Fn::Split', { 'Fn::Select': ['5', { 'Fn::Split': [':', bucketArn] }] }, 'lake-bucket'],
    [
      'Fn::Sub',
      {
        'Fn::Sub': `${placeholder('LakeBucketB1D32E10')} in ${placeholder('AWS::Region')} is ${placeholder('LakeBucketB1D32E10.Arn')}`,
      },
      'lake-bucket in local-1 is arn:aws:s3:::lake-bucket',
    ],
    [
      'pseudo parameters',
      ['Partition', 'AccountId', 'Region', 'URLSuffix'].map((name) => ({ Ref: `AWS::${name}` })),
      ['aws', '000000000000', 'local-1', 'localhost'],
    ],
    [
      'all of them deep inside objects and lists',
      { Statement: [{ Resource: [bucketArn, { 'Fn::Join': ['', [bucketArn, '/*']] }], Sid: null, Count: 3 }] },
      { Statement: [{ Resource: ['arn:aws:s3:::lake-bucket', 'arn:aws:s3:::lake-bucket/*'], Sid: null, Count: 3 }] },
    ],
    [
      'no object that merely has such a key among others',
      { Ref: 'LakeBucketB1D32E10', other: 1 },
      { Ref: 'LakeBucketB1D32E10', other: 1 },
    ],
  ])('resolve %s', (_, value, expected) => {
    const found = resolved(value);

    expect(found).toEqual(expected);
  });

  it.each([
    ['a function that is not built', { 'Fn::FindInMap': ['a', 'b', 'c'] }, /found Fn::FindInMap\. Add it in/],
    [
      'a Select of nothing',
      { 'Fn::Select': [2, ['a', 'b']] },
      /Fn::Select expected a list with an item 2, found \["a","b"\]/,
    ],
    ['a Ref to nothing', { Ref: 'NoSuchBucket' }, /Ref expected a resource of the template, found NoSuchBucket/],
    ['a Sub of nothing', { 'Fn::Sub': placeholder('NoSuchBucket') }, /found NoSuchBucket/],
    [
      'a Sub with variables of its own',
      { 'Fn::Sub': [placeholder('a'), { a: 'b' }] },
      /Fn::Sub expected a text, found \["\$\{a\}"/,
    ],
    [
      'an attribute that is not built',
      { 'Fn::GetAtt': ['LakeBucketB1D32E10', 'DomainName'] },
      /LakeBucketB1D32E10\.DomainName/,
    ],
  ])('are refused, with the place and what was found there: %s', (_, value, message) => {
    const resolve = () => resolved({ deep: [value] });

    expect(resolve).toThrow(message);
    expect(resolve).toThrow(/^DedupFunctionBBBBBBBB \(AWS::Lambda::Function\): /);
  });
});

describe('a template', () => {
  it('gives databases names that a query can say', () => {
    const template = aTemplate({ LakeDatabaseCCCCCCCC: { Type: 'AWS::Glue::Database', Properties: {} } });

    expect(template.nameOf('LakeDatabaseCCCCCCCC')).toBe('lake_database');
  });

  it('with a resource type that the runner does not know is refused by logical id and type', () => {
    const make = () => aTemplate({ Queue: { Type: 'AWS::SQS::Queue' }, Machine: { Type: 'AWS::EC2::Instance' } });

    expect(make).toThrow('found Queue of type AWS::SQS::Queue, Machine of type AWS::EC2::Instance.');
  });

  it('gives the resources of a type in its own order', () => {
    const template = aTemplate({ OtherBucketCCCCCCCC: { Type: 'AWS::S3::Bucket', Properties: { Tags: 1 } } });

    const buckets = template.ofType('AWS::S3::Bucket');

    expect(buckets).toEqual([
      { id: 'LakeBucketB1D32E10', type: 'AWS::S3::Bucket', properties: {} },
      { id: 'OtherBucketCCCCCCCC', type: 'AWS::S3::Bucket', properties: { Tags: 1 } },
    ]);
  });

  it('names resources for people, and tells those apart that would be alike', () => {
    const template = aTemplate({
      HTTPApiHandlerDDDDDDDD: { Type: 'AWS::Lambda::Function' },
      StageAAAAAAA1: { Type: 'AWS::Lambda::Function' },
      StageAAAAAAA2: { Type: 'AWS::Lambda::Function' },
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
    });

    const names = ['HTTPApiHandlerDDDDDDDD', 'StageAAAAAAA1', 'StageAAAAAAA2', 'Api'].map((id) => template.nameOf(id));

    expect(names).toEqual(['http-api-handler', 'stage-aaaaaaa1', 'stage-aaaaaaa2', 'api']);
  });

  it('resolves its outputs, and names those that it has when asked for another', () => {
    const template = aTemplate({}, { Lake: { Value: { Ref: 'LakeBucketB1D32E10' } }, Url: { Value: 'http' } });

    const lake = template.output('Lake');
    const missing = () => template.output('Bucket');

    expect(lake).toBe('lake-bucket');
    expect(missing).toThrow('template: expected an output Bucket, found Lake, Url.');
    expect([template.findOutput('Lake'), template.findOutput('Bucket')]).toEqual(['lake-bucket', undefined]);
  });

  it('finds the bundle of a function, and names one that is missing', () => {
    const template = aTemplate({});

    const path = template.assetFolder({ S3Key: 'abc.zip' });
    const missing = () => template.assetFolder({ S3Key: 'def.zip' });

    expect(path).toBe(join('cdk.out', 'asset.abc'));
    expect(missing).toThrow('cdk.out: no asset def.zip. Synthesize again.');
  });

  it('is read from the folder that cdk synth wrote', () => {
    mkdirSync(folder(), { recursive: true });
    const write = (name: string, value: unknown) => writeFileSync(join(folder(), name), JSON.stringify(value));
    const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.template.json' } };
    write('manifest.json', { artifacts: { Tree: { type: 'cdk:tree' }, App: stack } });
    write('App.assets.json', { files: { abc: { source: { path: 'asset.abc' } } } });
    write('App.template.json', { Resources: someResources });

    const template = readTemplate(folder());

    expect(template.nameOf('LakeBucketB1D32E10')).toBe('lake-bucket');
    expect(template.assetFolder({ S3Key: 'abc.zip' })).toBe(join(folder(), 'asset.abc'));
  });

  it('says so when the folder holds no stack', () => {
    writeFileSync(join(folder(), 'manifest.json'), JSON.stringify({ artifacts: { Tree: { type: 'cdk:tree' } } }));

    const read = () => readTemplate(folder());

    expect(read).toThrow(`${folder()}: expected a synthesized stack, found none.`);
  });
});

describe('properties of a resource', () => {
  const type = 'AWS::Lambda::EventSourceMapping';

  it('that the runner honours are accepted', () => {
    const properties = { BatchSize: 100, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 20 };

    const check = () => checkProperties({ id: 'Mapping', type, properties });

    expect(check).not.toThrow();
  });

  it('that the runner would not honour are refused by name', () => {
    const properties = { BatchSize: 100, FilterCriteria: {}, TumblingWindowInSeconds: 30 };

    const check = () => checkProperties({ id: 'Mapping', type, properties });

    expect(check).toThrow(
      'Mapping (AWS::Lambda::EventSourceMapping): expected properties that the local runner honours, found FilterCriteria, TumblingWindowInSeconds.',
    );
  });
});
