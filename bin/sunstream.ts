import { App, Tags } from 'aws-cdk-lib';
import { readConfig, type SunstreamConfig } from '../lib/config.js';
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

/** A wrong configuration is the user's to mend: its lines, without a stack trace. */
function configOf(stage: string): SunstreamConfig {
  try {
    return readConfig(stage, { localSearch: Boolean(app.node.tryGetContext('localSearch')) });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
