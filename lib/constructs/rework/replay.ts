import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import type { EventStream } from '../pipeline/event-stream.js';
import { Rework } from './rework.js';
import type { Tally } from './tally.js';

export interface ReplayProps {
  readonly config: SunstreamConfig;
  /** Holds `failed/`, and the markers of what was replayed under `replayed/`. */
  readonly lake: Bucket;
  /** Where events go that are valid now. */
  readonly to: EventStream;
  readonly tally: Tally;
}

/** Reasons of which events can be judged again; `lambdas/shared/rework/replayable.ts` says why others can't. */
export const replayableReasons = [
  'not-an-object',
  'unknown-eid',
  'envelope',
  'schema',
  'too-large',
  'too-deep',
  'late',
] as const;

/**
 * JSONata for the longest prefix that the folders from `since` (and a day before, for the folders' time zone) until
 * tomorrow have in common: a month, a year, or all of `failed/`.
 */
const foldersSince = `(${[
  '$day := function($ms) { $substring($fromMillis($ms), 0, 10) }',
  '$from := $day($toMillis($states.input.since) - 86400000)',
  '$to := $day($toMillis($states.context.Execution.StartTime) + 86400000)',
  '$common := $filter([8, 5], function($n) { $substring($from, 0, $n) = $substring($to, 0, $n) })[0]',
  `'failed/dt=' & ($exists($common) ? $substring($from, 0, $common) : '')`,
].join('; ')})`;

/** Judges failed events again, and puts those that are valid now on the ingest stream. */
export class Replay extends Construct {
  readonly function: PipelineFunction;
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { config, lake, to, tally }: ReplayProps) {
    super(scope, id);
    const each = new PipelineFunction(this, 'Function', {
      config,
      stage: 'replay',
      description: 'Failed events to Kinesis frames: judges each again',
      memory: config.functions.ingestMemory,
      timeout: Duration.minutes(15),
      environment: {
        LAKE_BUCKET: lake.bucketName,
        OUTPUT_STREAM: to.stream.streamName,
        JUDGING: JSON.stringify(config.judging),
      },
    });
    this.function = each;
    to.stream.grant(each, 'kinesis:PutRecords');
    grantObjects(each, lake);

    this.stateMachine = new Rework(this, 'Rework', {
      choice: { key: 'reason', values: replayableReasons },
      bucket: lake,
      prefix: `$boolean($states.input.since) ? ${foldersSince} : 'failed/'`,
      each,
      retryAfter: Duration.seconds(5),
      // The stream takes live events meanwhile.
      maxConcurrency: 5,
      tally,
    }).stateMachine;
  }
}

function grantObjects(each: PipelineFunction, lake: Bucket): void {
  const grants: Readonly<Record<string, string[]>> = {
    'failed/*': ['s3:GetObject'],
    'replayed/*': ['s3:GetObject', 's3:PutObject'],
  };
  for (const [files, actions] of Object.entries(grants)) {
    each.addToRolePolicy(new PolicyStatement({ actions, resources: [lake.arnForObjects(files)] }));
    Validations.of(each.role ?? each).acknowledge({
      id: wildcardFinding(lake, files),
      reason: 'Firehose names the objects, by time and at random, and markers are named after them.',
    });
  }
  // "GetObject: without ListBucket a missing object is answered with 403".
  each.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [lake.bucketArn] }));
}
