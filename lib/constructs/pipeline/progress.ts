import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import type { PipelineFunction } from '../base/pipeline-function.js';
import { removalPolicy } from '../base/removal-policy.js';

/** The table that says how far each stage has come with a frame, so that one which comes again goes on from there. */
export class Progress extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'frame', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'deleteAfter',
      // What is lost here costs a repeat of frames that happen to come again, never an event.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: config.retainData },
      deletionProtection: config.retainData,
      removalPolicy: removalPolicy(config),
    });
  }

  grantUse(fn: PipelineFunction): void {
    this.table.grant(fn, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem');
    fn.addEnvironment('PROGRESS_TABLE', this.table.tableName);
  }
}
