import { App, Tags } from 'aws-cdk-lib';
import { readConfig } from '../lib/config.js';
import { TelemetryStack } from '../lib/telemetry-stack.js';

const app = new App();
const stage = app.node.tryGetContext('stage') ?? process.env.SUNSTREAM_STAGE ?? 'dev';
const config = readConfig(stage);
const stack = new TelemetryStack(app, `sunstream-${config.stage}`, {
  config,
  terminationProtection: config.retainData,
});
Tags.of(stack).add('sunstream:stage', config.stage);
