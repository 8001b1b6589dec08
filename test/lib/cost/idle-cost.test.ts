import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idleCost } from '../../../lib/cost/idle-cost.js';
import { listPrices } from '../../../lib/cost/list-prices.js';
import { describeDeployment } from '../../../lib/deployment/describe-deployment.js';
import { projectRoot } from '../../../lib/project-root.js';
import { resourcesOf, synthesize } from '../synthesize.js';

const costOf = (config: Parameters<typeof synthesize>[0]) =>
  idleCost(resourcesOf(synthesize(config)).map(([, resource]) => resource));
const dollarsOf = (config: Parameters<typeof synthesize>[0]) =>
  Object.fromEntries(costOf(config).map(({ what, dollars }) => [what, dollars]));
/** What resources of a template come to, line by line. */
const dollarsFor = (...resources: [Type: string, Properties: object][]) =>
  Object.fromEntries(
    idleCost(resources.map(([Type, Properties]) => ({ Type, Properties }))).map(({ what, dollars }) => [what, dollars]),
  );
const aDomain = (InstanceType: string, InstanceCount: number): [string, object] => [
  'AWS::OpenSearchService::Domain',
  { ClusterConfig: { InstanceType, InstanceCount }, EBSOptions: { EBSEnabled: true, VolumeSize: 10 } },
];

describe('what a stack costs when nothing comes', () => {
  it('is its shards, and the same and a third again for each that keeps records for over a day', () => {
    // 3 shards × 730 hours × $0.015, and × $0.020.
    expect(dollarsOf('dev')).toMatchObject({
      shards: expect.closeTo(32.85),
      'shards that keep records for over a day': expect.closeTo(43.8),
    });
    // 1 + 1 + 4 shards.
    expect(dollarsOf('prod')).toMatchObject({
      shards: expect.closeTo(65.7),
      'shards that keep records for over a day': expect.closeTo(87.6),
    });
  });

  it('has nothing for retention where records are kept for a day', () => {
    expect(dollarsFor(['AWS::Kinesis::Stream', { ShardCount: 2, RetentionPeriodHours: 24 }])).toEqual({
      shards: expect.closeTo(21.9),
    });
  });

  it('is by the stream where those are on demand', () => {
    const stream = { RetentionPeriodHours: 168, StreamModeDetails: { StreamMode: 'ON_DEMAND' } };

    expect(dollarsFor(['AWS::Kinesis::Stream', stream], ['AWS::Kinesis::Stream', stream])).toEqual({
      'on-demand streams': expect.closeTo(2 * 730 * 0.04),
    });
  });

  it('counts each metric that an alarm looks at, and not the arithmetic between them', () => {
    const metric = (Id: string) => ({ Id, MetricStat: { Metric: {} } });
    const alarms = [
      { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
      { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [metric('a'), metric('b'), { Expression: 'a / b' }] } },
    ];

    expect(idleCost(alarms)).toEqual([{ what: 'metrics that alarms look at', count: 3, dollars: expect.closeTo(0.3) }]);
  });

  it('has a dollar a key and forty cents a secret, as many as the template has', () => {
    const template = synthesize('prod');
    const [keys, secrets] = ['AWS::KMS::Key', 'AWS::SecretsManager::Secret'].map(
      (type) => resourcesOf(template, type).length,
    );

    expect(dollarsOf('prod')).toMatchObject({
      keys: expect.closeTo(Number(keys)),
      secrets: expect.closeTo(Number(secrets) * 0.4),
    });
    expect([keys, secrets]).not.toContain(0);
  });

  it('has the nodes and disks of search where that is on', () => {
    expect(dollarsFor(aDomain('t3.small.search', 2))).toEqual({
      'search nodes (t3.small.search)': expect.closeTo(2 * 730 * 0.036),
      'GiB of search disks': expect.closeTo(2 * 10 * 0.122),
    });
  });

  it('does not make up a price that is not at hand', () => {
    expect(dollarsFor(aDomain('r7g.large.search', 1))['search nodes (r7g.large.search)']).toBeUndefined();
  });
});

describe.each([
  ['dev', 0],
  ['prod', 1],
] as const)('what docs/deploying.md says that %s costs idle', (stage, column) => {
  it('is what its template comes to, line by line', () => {
    const page = readFileSync(join(projectRoot, 'docs/deploying.md'), 'utf8');
    const rows = [...page.matchAll(/^\| ([^|]*) \| (\d+\.\d\d) \| (\d+\.\d\d) \|$/gm)];
    const told = Object.fromEntries(rows.map(([, what, ...dollars]) => [what, dollars[column]]));

    const lines = costOf(stage).map(({ what, dollars = 0 }) => [what, dollars] as const);

    const all = lines.reduce((sum, [, dollars]) => sum + dollars, 0);
    const expected = [...lines, ['all', all] as const].map(([what, dollars]) => [what, dollars.toFixed(2)]);
    expect(told).toEqual(Object.fromEntries(expected));
  });
});

describe('the date of the prices in docs/deploying.md', () => {
  it('is the one that synthesis prints', () => {
    const page = readFileSync(join(projectRoot, 'docs/deploying.md'), 'utf8');

    expect(page).toContain(`by the list prices of ${listPrices.asOf} in \`lib/cost/list-prices.ts\``);
  });
});

describe('the line that synthesis prints', () => {
  const lines = [
    { what: 'shards', count: 3, dollars: 32.85 },
    { what: 'keys', count: 2, dollars: 2 },
  ];

  it('says stack, region and price', () => {
    expect(describeDeployment('sunstream-dev', 'ap-south-1', lines)).toBe(
      'sunstream-dev: region ap-south-1; idle, before any event, about $35 a month (list prices of us-east-1, November 2026; docs/deploying.md).',
    );
  });

  it('says whose region it will be where none is named, and what it has no price for', () => {
    const unpriced = [...lines, { what: 'search nodes (r7g.large.search)', count: 1, dollars: undefined }];

    expect(describeDeployment('sunstream-dev', undefined, unpriced)).toContain(
      'region that of your AWS credentials; idle, before any event, about $35 a month without search nodes (r7g.large.search), whose price is not at hand (',
    );
  });
});
