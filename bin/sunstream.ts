import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Tags } from 'aws-cdk-lib';
import { checkContext, flagOf } from '../lib/check-context.js';
import { readConfig, type SunstreamConfig } from '../lib/config.js';
import { idleCost, type PricedResource } from '../lib/cost/idle-cost.js';
import { describeDeployment } from '../lib/describe-deployment.js';
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
if (config.stage !== 'local') {
  const { Resources } = app.synth().getStackArtifact(stack.artifactId).template;
  const lines = idleCost(Object.values<PricedResource>(Resources));
  console.error(describeDeployment(stack.stackName, process.env.CDK_DEFAULT_REGION, lines));
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
