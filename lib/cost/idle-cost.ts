import { listPrices } from './list-prices.js';

/** A resource of a template. */
export interface PricedResource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of CloudFormation, of another shape for each type.
  readonly Properties?: any;
}

/** One kind of thing that costs by the hour, used or not. */
export interface CostLine {
  readonly what: string;
  readonly count: number;
  /** US dollars a month; `undefined` where there is no price at hand. */
  readonly dollars: number | undefined;
}

const { hoursPerMonth, kinesis, cloudWatch, kmsKey, secret, openSearch } = listPrices;

type Price = (properties: NonNullable<PricedResource['Properties']>) => CostLine[];

const each =
  (what: string, dollars: number): Price =>
  () => [{ what, count: 1, dollars }];

/** What costs by the hour, by type. All else here costs by use: requests, bytes, invocations, writes, stored GB. */
const prices: Readonly<Record<string, Price>> = {
  'AWS::Kinesis::Stream': ({ ShardCount = 0, RetentionPeriodHours = 24, StreamModeDetails }) => {
    if (StreamModeDetails?.StreamMode === 'ON_DEMAND') {
      return [{ what: 'on-demand streams', count: 1, dollars: kinesis.onDemandStreamHour * hoursPerMonth }];
    }
    const shards = (what: string, hour: number) => [
      { what, count: ShardCount, dollars: ShardCount * hour * hoursPerMonth },
    ];
    const extended = RetentionPeriodHours > 24;
    return [
      ...shards('shards', kinesis.shardHour),
      ...(extended ? shards('shards that keep records for over a day', kinesis.extendedRetentionShardHour) : []),
    ];
  },
  'AWS::CloudWatch::Alarm': ({ Metrics = [{ MetricStat: {} }] }) => {
    const count = Metrics.filter((metric: { MetricStat?: object }) => metric.MetricStat).length;
    return [{ what: 'metrics that alarms look at', count, dollars: count * cloudWatch.alarmMetric }];
  },
  'AWS::CloudWatch::Dashboard': each('dashboards', cloudWatch.dashboard),
  'AWS::KMS::Key': each('keys', kmsKey),
  'AWS::SecretsManager::Secret': each('secrets', secret),
  'AWS::OpenSearchService::Domain': ({ ClusterConfig: { InstanceType, InstanceCount = 1 }, EBSOptions }) => {
    const hour = openSearch.instanceHour[InstanceType];
    const gib = InstanceCount * (EBSOptions?.VolumeSize ?? 0);
    return [
      {
        what: `search nodes (${InstanceType})`,
        count: InstanceCount,
        dollars: hour === undefined ? undefined : InstanceCount * hour * hoursPerMonth,
      },
      { what: 'GiB of search disks', count: gib, dollars: gib * openSearch.gp3GiBMonth },
    ];
  },
};

/** What a stack costs a month before the first event, line by line, by list price and without free tiers. */
export function idleCost(resources: readonly PricedResource[]): CostLine[] {
  const lines = new Map<string, CostLine>();
  for (const { Type, Properties = {} } of resources) {
    for (const line of prices[Type]?.(Properties) ?? []) lines.set(line.what, add(lines.get(line.what), line));
  }
  return [...lines.values()];
}

function add(sum: CostLine | undefined, { what, count, dollars }: CostLine): CostLine {
  if (!sum) return { what, count, dollars };
  const known = sum.dollars !== undefined && dollars !== undefined;
  return { what, count: sum.count + count, dollars: known ? Number(sum.dollars) + Number(dollars) : undefined };
}
