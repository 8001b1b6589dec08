import { readConfig } from '../../../lib/config.js';
import { idleCost } from '../../../lib/cost/idle-cost.js';
import { describeDeployment } from '../../../lib/describe-deployment.js';
import { smallSearch } from '../../../lib/stages/small-search.js';
import { resourcesOf, synthesize } from '../synthesize.js';

const costOf = (config: Parameters<typeof synthesize>[0]) =>
  idleCost(resourcesOf(synthesize(config)).map(([, resource]) => resource));
const dollarsOf = (config: Parameters<typeof synthesize>[0]) =>
  Object.fromEntries(costOf(config).map(({ what, dollars }) => [what, dollars]));
const dev = readConfig('dev');
const withStreams = (streams: object) => dollarsOf({ ...dev, streams: { ...dev.streams, ...streams } });

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
    const consumers = { ...dev.consumers, maxRecordAgeHours: 20 };
    const lines = dollarsOf({ ...dev, consumers, streams: { ...dev.streams, retentionHours: 24 } });

    expect(lines).toMatchObject({ shards: expect.closeTo(32.85) });
    expect(lines).not.toHaveProperty('shards that keep records for over a day');
  });

  it('is by the stream where those are on demand', () => {
    const lines = withStreams({ mode: 'on-demand' });

    expect(lines).toMatchObject({ 'on-demand streams': expect.closeTo(3 * 730 * 0.04) });
    expect(lines).not.toHaveProperty('shards');
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
    expect(dollarsOf({ ...dev, search: { ...smallSearch, instances: 2 } })).toMatchObject({
      'search nodes (t3.small.search)': expect.closeTo(2 * 730 * 0.036),
      'GiB of search disks': expect.closeTo(2 * 10 * 0.122),
    });
  });

  it('does not make up a price that is not at hand', () => {
    const search = { ...smallSearch, instanceType: 'r7g.large.search' };

    expect(dollarsOf({ ...dev, search })['search nodes (r7g.large.search)']).toBeUndefined();
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
