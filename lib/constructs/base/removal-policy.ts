import { RemovalPolicy } from 'aws-cdk-lib';
import type { SunstreamConfig } from '../../config/types.js';

/** What becomes of data-bearing resources when the stack is deleted: one key decides for all. */
export function removalPolicy(config: SunstreamConfig): RemovalPolicy {
  return config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
