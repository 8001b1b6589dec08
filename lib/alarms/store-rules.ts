import { stageSeries } from '../books/stage-series.js';
import type { AlarmRule, Measure, Target } from './alarm-rule.js';
import { metric, only, sumExpression, sumOfMetrics } from './measures.js';

const dynamo = 'AWS/DynamoDB';
const firehose = 'AWS/Firehose';

/** What Firehose says that it throttled, and what the stages say that it did not take: an outage is no throttle. */
const refusedByFirehose = (target: Target): Measure => {
  const { stack = '', stages = [] } = target;
  const refused = stages.map((stage) => [`${stage}Refused`, stageSeries(stack, `${stage}.failedRefused`)] as const);
  const series = { throttled: metric(firehose, 'ThrottledRecords', 'Sum')(target), ...Object.fromEntries(refused) };
  return { series, expression: sumExpression(Object.keys(series)) };
};

/** Streams, tables and Firehoses. */
export const storeRules: readonly AlarmRule[] = [
  {
    id: 'firehose-stale',
    title: 'Files come late',
    severity: 'now',
    on: 'firehose',
    measure: only(metric(firehose, 'DeliveryToS3.DataFreshness', 'Maximum')),
    measures: 'age of the oldest record that Firehose has not delivered',
    threshold: ({ lake }) => 2 * lake.bufferSeconds + 600,
    unit: 's',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'Firehose has records that are older than they should be when they are in S3. Those of the archive and of telemetry wait in their streams up to the retention; those of the failed book wait in Firehose for a day, and are lost after it.',
    look: [
      'Firehose console, the delivery stream, Destination error logs.',
      'Were permissions of its role or the lake bucket (policy, encryption) changed by hand?',
    ],
    mend: [
      '`npx cdk deploy -c stage=STAGE` puts permissions back; Firehose goes on by itself.',
      'An outage of S3 or Firehose in the region: wait; raise `streams.retentionHours` if it lasts.',
    ],
    over: 'The age is back under the threshold, and new files lie in `telemetry/`, `archive/` and `failed/`.',
  },
  {
    id: 'firehose-refused',
    title: 'S3 refuses what Firehose writes',
    severity: 'now',
    on: 'firehose',
    measure: (target) => ({
      series: { success: metric(firehose, 'DeliveryToS3.Success', 'Average')(target) },
      expression: '100 * (1 - success)',
    }),
    measures: 'share of Firehose’s writes to S3 that failed',
    threshold: () => 10,
    unit: '%',
    // A Firehose writes once in its buffer's time, which may be fifteen minutes: shorter periods may hold no try at all.
    periodMinutes: 15,
    periods: 2,
    missing: 'notBreaching',
    means: 'Firehose tries again and loses nothing for now; [firehose-stale](#firehose-stale) is next if it goes on.',
    look: ['As for [firehose-stale](#firehose-stale).'],
    mend: ['As for [firehose-stale](#firehose-stale).'],
    over: 'All writes succeed.',
  },
  {
    id: 'failed-book-full',
    title: 'The failed book’s Firehose is full',
    severity: 'today',
    on: 'failedBook',
    measure: refusedByFirehose,
    measures:
      'calls in which Firehose did not take failed events, for its quota or any other reason, and those it throttled',
    threshold: () => 0,
    unit: 'calls and records',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'More fails than Firehose takes (1 MiB and 1,000 calls a second, or 5 MiB and 2,000 in Northern Virginia, Oregon and Ireland), or it is down. Nothing is lost and good events go on: what it does not take becomes an object a request in `failed/`. Those are many and small, each costs a PUT, and a request waits up to 1.5 s longer.',
    look: [
      'The first query of [failed events](failed-events.md#counting-them), for this hour: mostly it is one producer.',
      '`IncomingBytes`, `IncomingPutRequests` and `ThrottledRecords` of the Firehose that fills `failed/`, in CloudWatch.',
      'The stages’ logs: `filter message like "Firehose did not take"` names the error.',
    ],
    mend: [
      'One producer: have it mended, or throttle it (`api.throttleRate`), or take its token away.',
      'An error other than one of throughput: `npx cdk deploy -c stage=STAGE` puts permissions back.',
      'All of them, for good: ask AWS for a higher quota (Service Quotas, Amazon Data Firehose). Firehose raises it by itself, too, while it throttles.',
    ],
    over: 'Nothing was refused for fifteen minutes.',
  },
  {
    id: 'stream-throttles',
    title: 'A stream refuses records',
    severity: 'today',
    on: 'stream',
    measure: sumOfMetrics(metric('AWS/Kinesis', 'WriteProvisionedThroughputExceeded', 'Sum')),
    measures: 'records that Kinesis refused because a shard was full',
    threshold: () => 0,
    unit: 'records',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'More comes than the shards take (1 MB and 1,000 records a second each). Who writes tries again, so nothing is lost; when it doesn’t help, ingest answers 503 and stages fall behind.',
    look: ['`IncomingBytes` and `IncomingRecords` of the stream, against the number of its shards.'],
    mend: [
      "Raise `streams.shards`, or `streams.enrichedShards` for the enriched stream, and deploy, or set `streams.mode: 'on-demand'`. Both keep what is in the stream. A stream at most doubles in a deployment: [go in steps](deploying.md#more-shards).",
    ],
    over: 'No refused records for fifteen minutes.',
  },
  {
    id: 'table-throttles',
    title: 'A table throttles',
    severity: 'today',
    on: 'table',
    measure: sumOfMetrics(metric(dynamo, 'WriteThrottleEvents', 'Sum'), metric(dynamo, 'ReadThrottleEvents', 'Sum')),
    measures: 'reads and writes that DynamoDB refused',
    threshold: () => 0,
    unit: 'requests',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'An on-demand table doubles its capacity within minutes of a new peak; what it refuses meanwhile is tried again. If it goes on, dedup falls behind; it never passes on what it could not judge. The registry and the dataset service answer 503 or 500 meanwhile.',
    look: [
      '`ConsumedWriteCapacityUnits` of the table, and the account’s quota for on-demand tables (40,000 a second).',
    ],
    mend: ['Mostly nothing: it ends when the table has grown. Ask for a higher quota if that is the limit.'],
    over: 'No throttles for fifteen minutes, and no stage is behind.',
  },
  {
    id: 'table-errors',
    title: 'DynamoDB fails',
    severity: 'today',
    on: 'stageTable',
    // DynamoDB counts them by operation alone.
    measure: (target) =>
      sumOfMetrics(
        ...(target.operations ?? []).map((Operation) => metric(dynamo, 'SystemErrors', 'Sum', { Operation })),
      )(target),
    measures: 'requests of the stages that DynamoDB answered with 500',
    threshold: () => 10,
    unit: 'requests',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means: 'The service itself has trouble. Stages try again, and wait with their frames when it goes on.',
    look: ['AWS Health Dashboard, DynamoDB in the stack’s region.'],
    mend: ['Nothing here; stages go on by themselves. Watch [stage-behind](#stage-behind).'],
    over: 'No errors for fifteen minutes, and no stage is behind.',
  },
];
