import type { SunstreamConfig } from '../config/types.js';
import type { AlarmRule, Measure, Target } from './alarm-rule.js';
import { metric, only, sumExpression, sumOfMetrics } from './measures.js';

const lambda = 'AWS/Lambda';

/** Half of the time that a frame may wait before it is given up or expires. */
function halfOfPatienceMs({ streams, consumers }: SunstreamConfig): number {
  return (Math.min(streams.retentionHours, consumers.maxRecordAgeHours) * 3_600_000) / 2;
}

/** "Lambda event source mapping metrics", which come by the mapping and not by the function. */
const mappingMetric = (name: string) => (target: Target) =>
  metric(lambda, name, 'Sum')({ ...target, dimensions: target.mapping ?? {} });

/** 1 where something came to the stream and nothing was invoked for it. */
const idle = (target: Target): Measure => ({
  series: {
    incoming: metric('AWS/Kinesis', 'IncomingRecords', 'Sum')({ ...target, dimensions: target.reads ?? {} }),
    calls: metric(lambda, 'Invocations', 'Sum')(target),
  },
  expression: `IF(${sumExpression(['incoming'])} > 0 AND ${sumExpression(['calls'])} == 0, 1, 0)`,
});

const stageLogs =
  'The stage’s log (CloudWatch, Log groups, the one of its function): `fields @timestamp, message, error.message | filter level = "ERROR" | sort @timestamp desc`.';

/** What reads a stream and passes it on. */
export const stageRules: readonly AlarmRule[] = [
  {
    id: 'stage-stuck',
    title: 'A stage is so far behind that frames will be given up',
    severity: 'now',
    on: 'consumer',
    measure: only(metric(lambda, 'IteratorAge', 'Maximum')),
    measures: 'age of the last frame that the stage was given',
    threshold: halfOfPatienceMs,
    unit: 'ms',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'Frames wait in the stream for half of the time that they may. After the other half the stage gives them up to the undelivered bucket, or they expire with the stream and are lost.',
    look: ['Everything under [stage-behind](#stage-behind), which has been on for long.'],
    mend: [
      'Raise `streams.retentionHours` (up to 8,760) and `consumers.maxRecordAgeHours` (up to 168) in `lib/config/stages/` and deploy, before anything else: that takes effect at once and buys the time to mend the cause.',
      'Then what [stage-behind](#stage-behind) says.',
    ],
    over: 'The age falls to seconds.',
  },
  {
    id: 'stage-idle',
    title: 'Frames come, and a stage takes none',
    severity: 'now',
    on: 'consumer',
    measure: idle,
    measures: 'whether in a quarter of an hour frames came to its stream and it was never invoked',
    threshold: () => 0,
    unit: '',
    periodMinutes: 15,
    periods: 2,
    missing: 'notBreaching',
    means:
      'Its event source mapping does not poll: it is disabled, or may not read the stream, or the function can’t be invoked. Ages are told by invocations, so the alarms on them stay silent. Nothing is lost until the frames expire.',
    look: [
      '`aws lambda list-event-source-mappings --function-name FUNCTION`: `State` is to be `Enabled`; `StateTransitionReason` and `LastProcessingResult` say what is wrong.',
    ],
    mend: [
      'Disabled by hand: `aws lambda update-event-source-mapping --uuid UUID --enabled`.',
      'Permissions: `npx cdk deploy -c stage=STAGE` puts them back.',
    ],
    over: 'The stage is invoked again and catches up.',
  },
  {
    id: 'stage-behind',
    title: 'A stage is behind',
    severity: 'today',
    on: 'consumer',
    measure: only(metric(lambda, 'IteratorAge', 'Maximum')),
    measures: 'age of the last frame that the stage was given',
    threshold: () => 15 * 60_000,
    unit: 'ms',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means: 'The stage takes in less than comes, or fails and tries again. Nothing is lost; events reach the lake late.',
    look: [
      stageLogs,
      'Other alarms that are on: a table that throttles, a stream that throttles, a function that fails.',
      'The stream’s `IncomingRecords`: is there more traffic than usual?',
    ],
    mend: [
      'Errors in the log name the dependency that is down: mend that; the stage goes on by itself where it stood.',
      'More traffic than it can take: raise `consumers.parallelization` (up to 10) or `streams.shards` ([at most doubled a deployment](deploying.md#more-shards)), and deploy.',
    ],
    over: 'The age is back under a minute.',
  },
  {
    id: 'undelivered-frames',
    title: 'A stage gave up on frames',
    severity: 'now',
    on: 'consumer',
    measure: sumOfMetrics(mappingMetric('OnFailureDestinationDeliveredEventCount')),
    measures: 'frames that Lambda put into the undelivered bucket',
    threshold: () => 0,
    unit: 'frames',
    periodMinutes: 5,
    periods: 1,
    missing: 'notBreaching',
    means:
      'The stage failed with these frames as often or as long as the configuration allows, and Lambda put them whole into the undelivered bucket. Their events are in no book yet. A client that sends one of them again may have it taken for a duplicate, so put them back rather than ask for them anew.',
    look: [
      stageLogs,
      '`npm run books -- --aws --stage STAGE --since 24h` shows how many events that are.',
      '`aws s3 ls --recursive s3://UNDELIVERED_BUCKET/` lists them; an object’s `requestContext.condition` says why Lambda gave up.',
    ],
    mend: [
      'Mend what the log says first, or the frames come back here.',
      '`npm run redrive -- --stage PIPELINE_STAGE --state-machine REDRIVE_ARN --dry-run` says how much would be put back: objects, frames and events. The same without `--dry-run` does it. A frame keeps its position in the stream as its owner, so its events are not taken for duplicates of themselves.',
    ],
    over: 'The bucket is empty, and `npm run books` balances.',
  },
  {
    id: 'frames-lost',
    title: 'Frames could not even be given up',
    severity: 'now',
    on: 'consumer',
    measure: sumOfMetrics(metric(lambda, 'DestinationDeliveryFailures', 'Sum')),
    measures: 'times that Lambda could not put what it gave up on into the undelivered bucket',
    threshold: () => 0,
    unit: 'times',
    periodMinutes: 5,
    periods: 1,
    missing: 'notBreaching',
    means:
      'Lambda gave up on frames and S3 did not take them. They are nowhere but in the stream, until its retention ends.',
    look: [
      'Were permissions of the stage’s role or the undelivered bucket (its policy, its encryption) changed by hand? `npx cdk diff -c stage=STAGE` and CloudFormation’s drift detection tell.',
    ],
    mend: [
      '`npx cdk deploy -c stage=STAGE` puts permissions back.',
      'Raise `streams.retentionHours` if the frames are nearly as old; that deploys at once.',
      'Read the stream again from before the first failure. A version of the function may have a mapping beside the function’s own: `aws lambda publish-version --function-name FUNCTION`, then `aws lambda create-event-source-mapping --function-name FUNCTION:VERSION --event-source-arn STREAM --starting-position AT_TIMESTAMP --starting-position-timestamp TIME --function-response-types ReportBatchItemFailures`. Frames that are done are passed over; delete the mapping when its age is under a minute.',
    ],
    over: 'No more failures, and `npm run books` balances.',
  },
  {
    id: 'undelivered-left',
    title: 'Undelivered frames are waiting',
    severity: 'today',
    on: 'bucket',
    measure: sumOfMetrics(metric('AWS/S3', 'NumberOfObjects', 'Average', { StorageType: 'AllStorageTypes' })),
    measures:
      'objects in the undelivered bucket; S3 counts them once a day, tells it hours later, and is silent of an empty one',
    threshold: () => 0,
    unit: 'objects',
    periodMinutes: 24 * 60,
    periods: 3,
    breaching: 1,
    missing: 'notBreaching',
    means:
      'Frames that were given up have not been put back. The bucket’s lifecycle will delete them in the end (`lake.keepDays.undelivered`).',
    look: ['[undelivered-frames](#undelivered-frames).'],
    mend: ['[undelivered-frames](#undelivered-frames).'],
    over: 'The bucket is empty. The alarm ends up to three days later: S3 counts once a day.',
  },
];
