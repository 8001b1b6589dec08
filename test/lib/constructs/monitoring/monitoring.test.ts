import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetKind } from '../../../../lib/alarms/alarm-rule.js';
import { watchedRules } from '../../../../lib/alarms/alarm-rules.js';
import { readConfig } from '../../../../lib/config/config.js';
import type { SunstreamConfig } from '../../../../lib/config/types.js';
import { projectRoot } from '../../../../lib/project-root.js';
import { deployedStages, type Resource, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const alarmType = 'AWS::CloudWatch::Alarm';

interface Dimension {
  readonly Name: string;
  readonly Value: unknown;
}

interface AlarmMetric {
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: { readonly Dimensions?: readonly Dimension[] } };
}

const start = (id: string) => id.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());

/** The metrics that an alarm looks at, each with its dimensions. */
function dimensionsOf({ Properties }: Resource): (readonly Dimension[])[] {
  const metrics: AlarmMetric[] = Properties.Metrics ?? [{ MetricStat: { Metric: Properties } }];
  return metrics.filter(({ Expression }) => !Expression).map(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []);
}

/** How many of each kind there are to watch in prod. */
const counts: Readonly<Record<TargetKind, number>> = {
  api: 1,
  authorizer: 1,
  bucket: 1,
  consumer: 2,
  exhaustRuns: 1,
  failedBook: 1,
  firehose: 3,
  function: 3,
  hop: 2,
  machine: 3,
  searchDelivery: 0,
  searchDomain: 0,
  searchFunction: 0,
  service: 4,
  sessions: 1,
  sessionsDaily: 1,
  stage: 3,
  stageTable: 2,
  stream: 3,
  table: 4,
  traffic: 1,
  worker: 6,
};

describe.each(deployedStages)('the alarms of %s', (stage) => {
  const template = synthesize(stage);
  const rules = watchedRules(readConfig(stage));
  const alarms = resourcesOf(template, alarmType);
  const topic = theOne(template, 'AWS::SNS::Topic', 'Monitoring');
  const ofRule = (id: string) => alarms.filter(([alarm]) => alarm.startsWith(`Monitoring${start(id)}`));
  const aNumber = (id: string) => ofRule(id).map(([, { Properties }]) => Properties.Threshold);

  // Nobody is to be woken since nothing comes to a stage where things are tried out.
  const countOf = (on: TargetKind) => (stage === 'dev' && on === 'traffic' ? 0 : counts[on]);

  it.each(rules)('watch each $on for $id', ({ id, on }) => {
    expect(ofRule(id)).toHaveLength(countOf(on));
  });

  it('come from the table, all of them', () => {
    expect(alarms).toHaveLength(rules.reduce((sum, { on }) => sum + countOf(on), 0));
  });

  it('cost what docs/deploying.md says', () => {
    const metrics = alarms.reduce((sum, [, alarm]) => sum + dimensionsOf(alarm).length, 0);
    const page = readFileSync(join(projectRoot, 'docs/deploying.md'), 'utf8').replace(/\s+/g, ' ');
    const [says] = new RegExp(`\`${stage}\` has \\d+ alarms on [^;.]*\\.\\d\\d a month`).exec(page) ?? [];

    expect(says).toBe(
      `\`${stage}\` has ${alarms.length} alarms on ${metrics} metrics, $${(metrics / 10).toFixed(2)} a month`,
    );
  });

  it('take expressions and as many queries as CloudWatch does', () => {
    for (const [id, { Properties }] of alarms) {
      const queries: readonly AlarmMetric[] = Properties.Metrics ?? [];
      expect([id, queries.length <= 20]).toEqual([id, true]);
      for (const { Expression = '' } of queries) expect([id, Expression.length <= 2_048]).toEqual([id, true]);
    }
  });

  it('have dimensions on every metric', () => {
    for (const [id, alarm] of alarms) {
      for (const dimensions of dimensionsOf(alarm)) {
        expect([id, dimensions]).not.toEqual([id, []]);
        for (const { Value } of dimensions) expect([id, Value ?? '']).not.toEqual([id, '']);
      }
    }
  });

  it('tell the topic when they go off and when they are over', () => {
    for (const [, { Properties }] of alarms) {
      expect(Properties).toMatchObject({ AlarmActions: [{ Ref: topic.id }], OKActions: [{ Ref: topic.id }] });
    }
  });

  it('name their chapter of the runbook, in as much text as CloudWatch takes', () => {
    for (const { id } of rules) {
      for (const [, { Properties }] of ofRule(id)) {
        expect(Properties.AlarmDescription).toMatch(new RegExp(`docs/runbook\\.md#${id}$`));
        expect(Properties.AlarmDescription.length).toBeLessThanOrEqual(1_024);
      }
    }
  });

  it('look at no more than seven days, and more than a day by the hour alone', () => {
    for (const { id, periodMinutes, periods } of rules) {
      const longest = periodMinutes < 60 ? 24 * 60 : 7 * 24 * 60;
      expect([id, periodMinutes * periods <= longest]).toEqual([id, true]);
    }
  });

  it('do not go off for silence', () => {
    for (const [id, { Properties }] of alarms) {
      expect([id, Properties.TreatMissingData]).toEqual([id, expect.stringMatching(/^(notBreaching|ignore)$/)]);
    }
  });

  it('take the stages’ own counts from this stack alone', () => {
    const own = alarms.filter(([, { Properties }]) => JSON.stringify(Properties).includes('"Sunstream"'));

    for (const [, alarm] of own) {
      for (const dimensions of dimensionsOf(alarm)) {
        const names = dimensions.map(({ Name }) => Name);
        if (names.includes('service'))
          expect(dimensions).toContainEqual({ Name: 'stack', Value: `sunstream-${stage}` });
      }
    }
  });

  it('know what was given up by the mapping that counts it', () => {
    for (const [, alarm] of ofRule('undelivered-frames')) {
      const [[{ Name, Value } = { Name: '', Value: {} }] = []] = dimensionsOf(alarm);

      expect(Name).toBe('EventSourceMappingUUID');
      expect(template.toJSON().Resources[(Value as { Ref: string }).Ref]).toMatchObject({
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { MetricsConfig: { Metrics: ['EventCount'] } },
      });
    }
  });

  it('wait for files no longer than the Firehoses buffer, and ten minutes', () => {
    const seconds = { dev: 2 * 60 + 600, prod: 2 * 300 + 600 };

    expect(aNumber('firehose-stale')).toEqual([seconds[stage], seconds[stage], seconds[stage]]);
  });
});

describe('alarms', () => {
  const withConfig = (overrides: Partial<SunstreamConfig>) => synthesize({ ...readConfig('dev'), ...overrides });
  const thresholds = (template: ReturnType<typeof synthesize>, rule: string) =>
    resourcesOf(template, alarmType)
      .filter(([id]) => id.startsWith(`Monitoring${rule}`))
      .map(([, { Properties }]) => Properties.Threshold);

  it('go off at half of the retention, or of the age at which frames are given up', () => {
    const { streams, consumers } = readConfig('dev');
    const short = withConfig({
      streams: { ...streams, retentionHours: 24 },
      consumers: { ...consumers, maxRecordAgeHours: 20 },
    });

    expect(thresholds(short, 'StageStuck')).toEqual([10 * 3_600_000, 10 * 3_600_000]);
  });

  it('watch no authorizer where there is none', () => {
    expect(thresholds(synthesize('local'), 'AuthorizerErrors')).toEqual([]);
  });

  it('are mailed to each address', () => {
    const emails = ['ops@example.org', 'night@example.org'];
    const subscriptions = resourcesOf(
      withConfig({ alarms: { ...readConfig('dev').alarms, emails } }),
      'AWS::SNS::Subscription',
    );

    expect(subscriptions.map(([, { Properties }]) => [Properties.Protocol, Properties.Endpoint])).toEqual(
      emails.map((email) => ['email', email]),
    );
  });

  it('may be told by CloudWatch of this account alone, and over TLS alone', () => {
    const { Properties } = theOne(synthesize('dev'), 'AWS::SNS::TopicPolicy', 'Monitoring');

    expect(Properties.PolicyDocument.Statement).toMatchObject([
      { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });
});
