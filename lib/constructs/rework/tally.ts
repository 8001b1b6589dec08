import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import { runsFolder } from '../pipeline/lake.js';

export interface TallyProps {
  readonly config: SunstreamConfig;
  /** The bucket that the state machines write their results to, under `runs/`. */
  readonly results: Bucket;
}

/** Sums up what the child executions of a state machine did. */
export class Tally extends Construct {
  readonly function: PipelineFunction;
  readonly results: Bucket;

  constructor(scope: Construct, id: string, { config, results }: TallyProps) {
    super(scope, id);
    this.results = results;
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage: 'tally',
      description: 'Results of a redrive or a replay to its books',
      memory: 1_024,
      timeout: Duration.minutes(5),
      environment: { RESULTS_BUCKET: results.bucketName },
    });
    const files = `${runsFolder}*`;
    this.function.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [results.arnForObjects(files)] }),
    );
    // "GetObject: without ListBucket a missing object is answered with 403".
    this.function.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [results.bucketArn] }));
    Validations.of(this.function.role ?? this).acknowledge({
      id: wildcardFinding(results, files),
      reason: 'Step Functions names the files by the run, which is not known before it starts.',
    });
  }
}
