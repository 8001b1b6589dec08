import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import type { PipelineFunction } from '../base/pipeline-function.js';
import { removalPolicy } from '../base/removal-policy.js';

/** The table that says which frame owns a `mid`. */
export class Claims extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'mid', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      // The window is judged by the claim's condition; deletion only keeps the table small, and only
      // after a replay of the whole stream could still have met the claim.
      timeToLiveAttribute: 'deleteAfter',
      // A lost claim costs a duplicate, never an event, so claims need no backup beyond what prod retains.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: config.retainData },
      deletionProtection: config.retainData,
      removalPolicy: removalPolicy(config),
    });
  }

  /** Claiming takes batches of inserts, reads of those refused, and a conditional put of the expired; nothing is deleted. */
  grantClaim(fn: PipelineFunction): void {
    this.table.grant(fn, 'dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert', 'dynamodb:PutItem');
    fn.addEnvironment('CLAIMS_TABLE', this.table.tableName);
  }
}
