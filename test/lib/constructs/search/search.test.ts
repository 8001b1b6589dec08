import { readConfig } from '../../../../lib/config/config.js';
import { smallSearch } from '../../../../lib/config/stages/small-search.js';
import { allowedTo, asList, granted } from '../../policies.js';
import { arnOf, deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';
import { reader, withSearch } from '../../with-search.js';

const domainType = 'AWS::OpenSearchService::Domain';
const removal = { dev: 'Delete', prod: 'Retain' };

describe.each(deployedStages)('search in %s', (stage) => {
  const template = synthesize(withSearch(stage));
  const domain = theOne(template, domainType, 'Search');

  it('is a domain over TLS 1.2 alone, encrypted, without a second zone where there is one node', () => {
    expect(domain.Properties).toMatchObject({
      EngineVersion: 'OpenSearch_2.19',
      DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-2019-07' },
      EncryptionAtRestOptions: { Enabled: true },
      NodeToNodeEncryptionOptions: { Enabled: true },
      ClusterConfig: { InstanceCount: 1, InstanceType: 't3.small.search', ZoneAwarenessEnabled: false },
      EBSOptions: { EBSEnabled: true, VolumeSize: 10, VolumeType: 'gp3' },
    });
  });

  it('is kept as the stage’s other data is', () => {
    expect([domain.DeletionPolicy, domain.UpdateReplacePolicy]).toEqual([removal[stage], removal[stage]]);
  });

  it('is upgraded in its place, and set up again where another takes its place', () => {
    const setup = theOne(template, 'Custom::SearchSetup', 'Search');

    expect(domain.UpdatePolicy).toEqual({ EnableVersionUpgrade: true });
    expect(JSON.stringify(setup.Properties.Domain)).toContain('SearchEngineDomain');
  });

  it('lets in the roles that it is for, and nobody else', () => {
    const roles = resourcesOf(template, 'AWS::IAM::Role')
      .map(([id]) => id)
      .filter((id) => /^Search(Telemetry|Setup|Failed)/.test(id));
    const statements = domain.Properties.AccessPolicies.Statement;

    const principals = statements.flatMap(({ Principal }: { Principal: { AWS: unknown } }) => asList(Principal.AWS));
    expect(roles).toHaveLength(3);
    expect(new Set(principals.map((principal: unknown) => JSON.stringify(principal))).size).toBe(4);
    expect(principals).toEqual(expect.arrayContaining([reader, ...roles.map(arnOf)]));
    for (const { Action } of statements) {
      for (const action of asList<string>(Action)) expect(action).toMatch(/^es:ESHttp(Get|Head|Post|Put|Delete)$/);
    }
  });

  it('lets each role do by its own policy what the role’s policy says, path by path', () => {
    const ofRole = (start: string) => {
      const arn = JSON.stringify(arnOf(theOne(template, 'AWS::IAM::Role', start).id));
      const statements: { Action: string; Resource: string; Principal: { AWS: unknown } }[] =
        domain.Properties.AccessPolicies.Statement;
      return statements
        .filter(({ Principal }) => JSON.stringify(Principal.AWS) === arn)
        .flatMap(({ Action, Resource }) =>
          asList<unknown>(Resource).flatMap((resource) =>
            asList(Action).map(
              (action) => `${action} ${JSON.stringify(resource).replace(/^.*:domain\/\*\/|"\]\]\}$/g, '')}`,
            ),
          ),
        )
        .toSorted();
    };
    const inRole = (start: string) =>
      granted(template, start)
        .filter((line) => line.startsWith('es:ESHttp') && line.includes('/'))
        .map((line) => line.replace(/ SearchEngineDomain\w*\//, ' '));

    expect(ofRole('SearchFailed')).toEqual(['es:ESHttpPost _bulk']);
    for (const start of ['SearchFailed', 'SearchSetup', 'SearchTelemetry']) {
      expect(ofRole(start).length).toBeGreaterThan(0);
      expect([start, ofRole(start)]).toEqual([start, inRole(start)]);
    }
  });

  it('is written to by no function of the library’s', () => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([id]) => id);

    expect(functions.filter((id) => /^(AWS679f|BucketNotifications|LogRetention)/.test(id))).toEqual([]);
    expect(resourcesOf(template, 'Custom::OpenSearchAccessPolicy')).toEqual([]);
  });

  it('is filled by a Firehose from the enriched events, which keeps what was not indexed', () => {
    const delivery = theOne(template, 'AWS::KinesisFirehose::DeliveryStream', 'Search');
    const destination = delivery.Properties.AmazonopensearchserviceDestinationConfiguration;

    expect(delivery.Properties.KinesisStreamSourceConfiguration.KinesisStreamARN).toEqual(
      arnOf(theOne(template, 'AWS::Kinesis::Stream', 'EnrichedStream').id),
    );
    expect(destination).toMatchObject({
      IndexName: 'telemetry',
      IndexRotationPeriod: 'OneDay',
      DocumentIdOptions: { DefaultDocumentIdFormat: 'FIREHOSE_DEFAULT' },
      RetryOptions: { DurationInSeconds: 300 },
      S3BackupMode: 'FailedDocumentsOnly',
      S3Configuration: {
        ErrorOutputPrefix: 'undelivered/search/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/',
      },
    });
  });

  it('gets its templates before the first document, and again when they change', () => {
    const setup = theOne(template, 'Custom::SearchSetup', 'Search');
    const delivery = theOne(template, 'AWS::KinesisFirehose::DeliveryStream', 'Search');
    const policies = resourcesOf(template, 'AWS::IAM::Policy').map(([id]) => id);

    expect(delivery.DependsOn).toContain(setup.id);
    expect(delivery.DependsOn).toEqual(
      expect.arrayContaining(policies.filter((id) => id.startsWith('SearchTelemetry'))),
    );
    expect(setup.DependsOn).toContain(domain.id);
    expect(setup.Properties).toMatchObject({ KeepDays: 10, Version: expect.stringMatching(/^[\da-f]{64}$/) });
  });

  it('hears of objects of the failed book alone, and may read no others', () => {
    const bucket = theOne(template, 'AWS::S3::Bucket', 'LakeBucket');
    const rule = theOne(template, 'AWS::Events::Rule', 'Search');
    const fn = theOne(template, 'AWS::Lambda::Function', 'SearchFailed');

    expect(bucket.Properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    expect(rule.Properties.EventPattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [{ Ref: bucket.id }] }, object: { key: [{ prefix: 'failed/' }] } },
    });
    expect(rule.Properties.Targets).toMatchObject([{ Arn: arnOf(fn.id) }]);
    expect(allowedTo(template, 'SearchFailed')(bucket.id)).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(allowedTo(template, 'SearchFailed')(domain.id)).toEqual(['es:ESHttpPost']);
  });

  it('is watched', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id]) => id);

    for (const rule of ['Stale', 'Refused', 'Red', 'DiskLow', 'Blocked', 'FailedIndex']) {
      expect(alarms.filter((id) => id.startsWith(`MonitoringSearch${rule}`))).toHaveLength(1);
    }
  });
});

describe('search', () => {
  it('is in no stage that does not ask for it', () => {
    const template = synthesize('dev');

    expect(resourcesOf(template, domainType)).toEqual([]);
    expect(theOne(template, 'AWS::S3::Bucket', 'LakeBucket').Properties).not.toHaveProperty(
      'NotificationConfiguration',
    );
  });

  it.each([
    [2, 2],
    [3, 3],
    [4, 2],
    [6, 3],
  ])('with %i nodes is in %i zones', (instances, zones) => {
    const { Properties } = theOne(synthesize(withSearch('dev', { instances })), domainType, 'Search');

    expect(Properties.ClusterConfig).toMatchObject({
      InstanceCount: instances,
      ZoneAwarenessEnabled: true,
      ZoneAwarenessConfig: { AvailabilityZoneCount: zones },
    });
  });

  it('is on with an OpenSearch of this machine, without the stage’s asking', () => {
    expect(readConfig('local').search).toBeNull();
    expect(readConfig('local', { localSearch: true }).search).toEqual({ ...smallSearch, bufferSeconds: 2 });
  });
});
