import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import { type StreamStage, stageTimeout, undeliveredObjects } from '../pipeline/stream-stage.js';
import { Rework } from './rework.js';
import type { Tally } from './tally.js';

export interface RedriveProps {
  readonly config: SunstreamConfig;
  readonly undelivered: Bucket;
  /** The stages of which frames may lie there. */
  readonly stages: Readonly<Record<string, StreamStage>>;
  readonly tally: Tally;
}

/** Hands the frames that a stage gave up on back to it. */
export class Redrive extends Construct {
  readonly function: PipelineFunction;
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { config, undelivered, stages, tally }: RedriveProps) {
    super(scope, id);
    const names = Object.entries(stages).map(([stage, { function: fn }]) => [stage, fn.functionName]);
    const each = new PipelineFunction(this, 'Function', {
      config,
      stage: 'redrive',
      description: 'Undelivered frames to the stage that gave up on them',
      memory: 512,
      timeout: Duration.minutes(15),
      environment: {
        UNDELIVERED_BUCKET: undelivered.bucketName,
        STAGE_FUNCTIONS: Stack.of(this).toJsonString(Object.fromEntries(names)),
        STAGE_TIMEOUT_SECONDS: String(stageTimeout.toSeconds()),
      },
    });
    this.function = each;
    each.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        resources: [undelivered.arnForObjects(undeliveredObjects)],
      }),
    );
    // "GetObject: without ListBucket a missing object is answered with 403".
    each.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [undelivered.bucketArn] }));
    each.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(stages).map((stage) => stage.function.functionArn),
      }),
    );
    Validations.of(each.role ?? this).acknowledge({
      id: wildcardFinding(undelivered, undeliveredObjects),
      reason: 'Lambda names the objects by event source and time; what lies there is not known before.',
    });

    const prefixes = Object.entries(stages).map(
      ([stage, { undeliveredPrefix }]) => `'${stage}': '${undeliveredPrefix}'`,
    );
    this.stateMachine = new Rework(this, 'Rework', {
      choice: { key: 'stage', values: Object.keys(stages) },
      bucket: undelivered,
      prefix: `$lookup({${prefixes.join(', ')}}, $states.input.stage)`,
      each,
      retryAfter: stageTimeout.plus(Duration.seconds(10)),
      // The stage works for its stream meanwhile.
      maxConcurrency: 2,
      tally,
    }).stateMachine;
  }
}
