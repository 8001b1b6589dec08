import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { readConfig } from '../../../../lib/config/config.js';
import { ExhaustQuery } from '../../../../lib/constructs/exhaust/exhaust-query.js';
import { anApp } from '../../an-app.js';
import { asList, statementsOf } from '../../policies.js';
import { deployedStages, synthesize, theOne } from '../../synthesize.js';

describe.each(deployedStages)('the workgroup of %s', (stage) => {
  const template = synthesize(stage);
  const { WorkGroupConfiguration: configuration } = theOne(
    template,
    'AWS::Athena::WorkGroup',
    'ExhaustQuery',
  ).Properties;
  const bucket = theOne(template, 'AWS::S3::Bucket', 'LakeBucket');

  it('holds its callers to an encrypted place for results, which is emptied', () => {
    expect(configuration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: {
        OutputLocation: { 'Fn::Join': ['', ['s3://', { Ref: bucket.id }, '/query-results/']] },
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
      },
    });
    expect(bucket.Properties.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ Prefix: 'query-results/', ExpirationInDays: 2, Status: 'Enabled' }),
    );
  });

  it('ends a query that reads more than the stage allows', () => {
    expect(configuration.BytesScannedCutoffPerQuery).toBe(readConfig(stage).exhaust.maxScanGiB * 1024 ** 3);
  });

  it('runs the engine that the queries are tested against', () => {
    expect(configuration.EngineVersion).toEqual({ SelectedEngineVersion: 'Athena engine version 3' });
  });
});

describe('a role that may run queries', () => {
  const { app, discard } = anApp();
  const stack = new Stack(app, 'test');
  const bucket = new Bucket(stack, 'Lake');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  new ExhaustQuery(stack, 'Query', { config: readConfig('dev'), bucket }).grantRun(role);
  const statements = statementsOf(Template.fromStack(stack) as never).map(({ statement }) => statement);

  afterAll(discard);

  it('may do to the lake what Athena does in its name, and nothing else', () => {
    const granted = statements.flatMap(({ Action, Resource }) =>
      asList(Action).map((action) => [action, /telemetry\/\*|query-results\/\*/.exec(JSON.stringify(Resource))?.[0]]),
    );

    expect(granted.filter(([action]) => action?.startsWith('s3:')).toSorted()).toEqual([
      ['s3:AbortMultipartUpload', 'query-results/*'],
      ['s3:GetBucketLocation', undefined],
      ['s3:GetObject', 'query-results/*'],
      ['s3:GetObject', 'telemetry/*'],
      ['s3:ListBucket', undefined],
      ['s3:ListBucketMultipartUploads', undefined],
      ['s3:ListMultipartUploadParts', 'query-results/*'],
      ['s3:PutObject', 'query-results/*'],
    ]);
  });

  it('may read the catalog of that table alone, and use that workgroup alone', () => {
    for (const { Action, Resource } of statements) {
      const isOurs = asList(Action).every((action) => /^(athena|glue|s3):/.test(action));
      expect([isOurs, asList(Resource)]).toEqual([true, expect.not.arrayContaining(['*'])]);
    }
  });
});
