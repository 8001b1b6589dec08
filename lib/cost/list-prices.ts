/**
 * List prices in US dollars, on demand, of us-east-1 as of November 2026, from the pricing pages of each service (Kinesis
 * Data Streams, CloudWatch, KMS, Secrets Manager, OpenSearch Service). Other regions differ by up to a third or so.
 */
export const listPrices = {
  region: 'us-east-1',
  asOf: 'November 2026',
  /** Hours of a month, as AWS's own calculator has them. */
  hoursPerMonth: 730,
  kinesis: {
    shardHour: 0.015,
    /** On top, for each shard whose records are kept for more than 24 hours. What is kept beyond 7 days is by the GB. */
    extendedRetentionShardHour: 0.02,
    onDemandStreamHour: 0.04,
  },
  cloudWatch: {
    /** A metric that an alarm looks at; a month. */
    alarmMetric: 0.1,
    /** A month. */
    dashboard: 3,
  },
  /** A customer managed key; a month. */
  kmsKey: 1,
  /** A month. */
  secret: 0.4,
  openSearch: {
    instanceHour: { 't3.small.search': 0.036, 't3.medium.search': 0.073 } as Readonly<Record<string, number>>,
    gp3GiBMonth: 0.122,
  },
} as const;
