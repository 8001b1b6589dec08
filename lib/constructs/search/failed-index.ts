import { Duration, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import type { Lake } from '../pipeline/lake.js';
import type { SearchDomain } from './search-domain.js';

export interface FailedIndexProps {
  readonly config: SunstreamConfig;
  readonly lake: Lake;
  readonly domain: SearchDomain;
}

/** `failed/` of the lake → EventBridge → `failed-YYYY-MM-DD`: why events failed, without the events. */
export class FailedIndex extends Construct {
  readonly function: PipelineFunction;
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { config, lake, domain }: FailedIndexProps) {
    super(scope, id);
    const { bucket } = lake;
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage: 'index-failed',
      description: 'An object of the failed book to OpenSearch',
      memory: config.functions.consumerMemory,
      timeout: Duration.minutes(5),
      environment: { LAKE_BUCKET: bucket.bucketName },
    });
    const objects = 'failed/*';
    this.function.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(objects)] }),
    );
    // "GetObject: without ListBucket a missing object is answered with 403".
    this.function.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
    domain.grantHttp(this.function, { actions: ['es:ESHttpPost'], paths: ['_bulk'] });
    Validations.of(this.function.role ?? this).acknowledge({
      id: wildcardFinding(bucket, objects),
      reason: 'Firehose names the objects, by time and at random.',
    });

    lake.tellOfObjects();
    this.rule = new Rule(this, 'Object', {
      description: 'Objects of the failed book, to be indexed',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: 'failed/' }] } },
      },
      targets: [new LambdaFunction(this.function)],
    });
    Validations.of(this.rule).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason:
        'EventBridge hands on to Lambda, which tries three times in some three minutes; then an alarm tells. The lake has it all the same.',
    });
  }
}
