import { Duration } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import type { PipelineFunction } from '../base/pipeline-function.js';
import { removalPolicy } from '../base/removal-policy.js';

const text = (name: string) => ({ name, type: AttributeType.STRING });
const number = (name: string) => ({ name, type: AttributeType.NUMBER });

/** Names, keys and attributes as lambdas/shared/exhaust/aws/job-item.ts writes and asks for them. */
const indexes: readonly GlobalSecondaryIndexPropsV2[] = [
  { indexName: 'byTag', partitionKey: text('tag'), sortKey: number('submittedAt') },
  {
    indexName: 'byChannel',
    partitionKey: text('channel'),
    sortKey: number('submittedAt'),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['dataset', 'status'],
  },
  // Holds jobs that are to be run, or whose run may have died, and no others.
  {
    indexName: 'due',
    partitionKey: text('work'),
    sortKey: number('dueAt'),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['channel'],
  },
];

/** The table of requests for data, and the key that the passwords of their files are encrypted with. */
export class ExhaustJobs extends Construct {
  readonly table: TableV2;
  private readonly passwordKey: Key;

  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: text('requestId'),
      globalSecondaryIndexes: [...indexes],
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: config.retainData },
      deletionProtection: config.retainData,
      removalPolicy: removalPolicy(config),
    });
    this.passwordKey = new Key(this, 'Passwords', {
      description: `Passwords of exhaust files, stage ${config.stage}, until their job is done`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(config.retainData ? 30 : 7),
      removalPolicy: removalPolicy(config),
    });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** Makes, reads, finds and changes jobs; nothing is scanned or deleted. */
  grantUse(fn: PipelineFunction): void {
    const onTable = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'];
    // Not by the table's own `grant`, which covers its indexes by pattern.
    const { tableArn } = this.table;
    fn.addToRolePolicy(new PolicyStatement({ actions: onTable, resources: [tableArn] }));
    const resources = indexes.map(({ indexName }) => `${tableArn}/index/${indexName}`);
    fn.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources }));
    fn.addEnvironment('JOBS_TABLE', this.table.tableName);
  }

  /** Encrypts passwords, and can't read one. */
  grantEncrypt(fn: PipelineFunction): void {
    this.grantKey(fn, 'kms:Encrypt');
  }

  /** For what makes the files. */
  grantDecrypt(fn: PipelineFunction): void {
    this.grantKey(fn, 'kms:Decrypt');
  }

  private grantKey(fn: PipelineFunction, action: string): void {
    fn.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [this.passwordKey.keyArn] }));
    fn.addEnvironment('PASSWORD_KEY', this.passwordKey.keyArn);
  }
}
