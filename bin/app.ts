import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, App, Tags } from 'aws-cdk-lib';
import { checkContext, flagOf } from '../lib/config/check-context.js';
import { readConfig } from '../lib/config/config.js';
import type { SunstreamConfig } from '../lib/config/types.js';
import { idleCost, type PricedResource } from '../lib/cost/idle-cost.js';
import { describeDeployment } from '../lib/deployment/describe-deployment.js';
import { projectRoot } from '../lib/project-root.js';
import { TelemetryStack } from '../lib/telemetry-stack.js';

const app = new App();
const config = configOf(app.node.tryGetContext('stage') ?? process.env.SUNSTREAM_STAGE ?? 'dev');
const stack = new TelemetryStack(app, `sunstream-${config.stage}`, {
  config,
  terminationProtection: config.retainData,
  // The runner's own account: nobody has credentials for it, so a stage without tokens is deployed nowhere else.
  ...(config.stage === 'local' && { env: { account: '000000000000' } }),
});
Tags.of(stack).add('sunstream:stage', config.stage);
await compareShards();
if (config.stage !== 'local') {
  const { Resources } = app.synth().getStackArtifact(stack.artifactId).template;
  const lines = idleCost(Object.values<PricedResource>(Resources));
  console.error(describeDeployment(stack.stackName, process.env.CDK_DEFAULT_REGION, lines));
}

/**
 * Looks at the streams as they are deployed, where the CDK CLI has found credentials: it says so by the account. Without,
 * there is nothing to compare with, and nobody is asked.
 */
async function compareShards(): Promise<void> {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  const { mode, shards, enrichedShards } = config.streams;
  if (config.stage === 'local' || mode !== 'provisioned' || !account || !region) return;
  const wanted = [
    { id: 'IngestStream', key: 'streams.shards', to: shards },
    { id: 'UniqueStream', key: 'streams.shards', to: shards },
    { id: 'EnrichedStream', key: 'streams.enrichedShards', to: enrichedShards },
  ] as const;
  // Loaded only where there is something to ask: most syntheses are offline.
  const { deployedStreams, shardFaults } = await import('../lib/deployment/deployed-shards.js');
  try {
    const faults = await shardFaults(stack.stackName, wanted, deployedStreams(region));
    for (const fault of faults) Annotations.of(stack).addError(fault);
  } catch (error) {
    console.error(
      `shards: not compared with those that are deployed, since Kinesis in ${region} did not tell: ${error}`,
    );
  }
}

/** A wrong configuration is the user's to mend: its lines, without a stack trace. */
function configOf(stage: string): SunstreamConfig {
  try {
    const { context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8'));
    checkContext(app.node.getAllContext(), Object.keys(context));
    return readConfig(stage, { localSearch: flagOf(app.node.tryGetContext('localSearch')) });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
