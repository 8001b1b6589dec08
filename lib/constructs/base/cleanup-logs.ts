import { type CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { StageLogs } from './stage-logs.js';

/**
 * A log group for the function that empties the buckets of a stage whose data isn't kept. Without one Lambda makes its
 * own, which never expires and outlives the stack. The function is the library's, and so without a property for it.
 */
export class CleanupLogs extends Construct {
  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id);
    const logs = new StageLogs(this, 'Logs', { config });
    const provider = Stack.of(this).node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    const handler = provider.node.findChild('Handler') as CfnResource;
    handler.addPropertyOverride('LoggingConfig', { LogGroup: logs.logGroupName });
  }
}
