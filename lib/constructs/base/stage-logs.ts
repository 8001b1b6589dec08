import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';

/** A log group that expires as the stage says and goes with the stack. The library's own default stays for two years. */
export class StageLogs extends LogGroup {
  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id, { retention: config.logs.retentionDays, removalPolicy: RemovalPolicy.DESTROY });
  }
}
