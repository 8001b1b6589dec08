import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import type { AlarmRule, Measure, Target, TargetKind } from '../../alarms/alarm-rule.js';
import { watchedRules } from '../../alarms/alarm-rules.js';
import type { SunstreamConfig } from '../../config/types.js';
import { AlarmTopic } from './alarm-topic.js';

export interface MonitoringProps {
  readonly config: SunstreamConfig;
  /** What there is to watch, by kind. */
  readonly targets: Readonly<Record<TargetKind, readonly Target[]>>;
}

/** The alarms of `lib/alarms/`: one a rule and target. Each tells the topic when it goes off, and when it is over. */
export class Monitoring extends Construct {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, { config, targets }: MonitoringProps) {
    super(scope, id);
    this.topic = new AlarmTopic(this, 'Topic', { config });
    const action = new SnsAction(this.topic);
    for (const rule of watchedRules(config)) {
      const under = new Construct(this, pascalCase(rule.id));
      for (const target of targets[rule.on]) {
        const alarm = new Alarm(under, target.id, {
          metric: metricOf(rule.measure(target), Duration.minutes(rule.periodMinutes), rule),
          alarmDescription: `${rule.title}: ${target.name}. ${rule.means} What to do: docs/runbook.md#${rule.id}`,
          threshold: rule.threshold(config),
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          evaluationPeriods: rule.periods,
          datapointsToAlarm: rule.breaching ?? rule.periods,
          treatMissingData: missing[rule.missing],
        });
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
      }
    }
  }
}

const missing: Readonly<Record<AlarmRule['missing'], TreatMissingData>> = {
  notBreaching: TreatMissingData.NOT_BREACHING,
  ignore: TreatMissingData.IGNORE,
};

function metricOf({ series, steps = {}, expression }: Measure, period: Duration, { measures }: AlarmRule): IMetric {
  const known: Record<string, IMetric> = {};
  for (const [id, { namespace, name, statistic, dimensions }] of Object.entries(series)) {
    known[id] = new Metric({ namespace, metricName: name, statistic, dimensionsMap: dimensions, period });
  }
  const [first] = Object.values(known);
  if (expression === undefined && first) return first;
  const compute = (text: string, label?: string) => {
    const ids: readonly string[] = text.match(/\b[a-z]\w*/g) ?? [];
    const usingMetrics = Object.fromEntries(Object.entries(known).filter(([id]) => ids.includes(id)));
    return new MathExpression({ expression: text, usingMetrics, period, ...(label && { label }) });
  };
  for (const [id, text] of Object.entries(steps)) known[id] = compute(text);
  return compute(expression ?? '', measures);
}

const pascalCase = (id: string): string =>
  id.replace(/(^|-)([a-z0-9])/g, (_, _dash: string, letter: string) => letter.toUpperCase());
