import { Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { wildcardFinding } from '../base/wildcard-finding.js';

export interface DeliveryRoleProps {
  readonly bucket: Bucket;
  /** Prefixes that the Firehose writes under. */
  readonly prefixes: readonly string[];
  readonly logs: ILogGroup;
}

/**
 * What a Firehose may do in the lake: "Grant Firehose access to an Amazon S3 destination", under its own prefixes.
 * The library's grant would let each of them read and delete the whole bucket.
 */
export class DeliveryRole extends Role {
  constructor(scope: Construct, id: string, { bucket, prefixes, logs }: DeliveryRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    this.addToPolicy(
      new PolicyStatement({
        actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
        resources: prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
      }),
    );
    this.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [bucket.bucketArn],
      }),
    );
    logs.grantWrite(this);
    for (const prefix of prefixes) {
      Validations.of(this).acknowledge({
        id: wildcardFinding(bucket, `${prefix}*`),
        reason: 'Firehose names the objects, by time and at random; its own prefix is the narrowest that can be said.',
      });
    }
  }
}
