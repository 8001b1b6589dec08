import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { SunstreamConfig } from '../../lib/config/types.js';
import { projectRoot } from '../../lib/project-root.js';
import { TelemetryStack } from '../../lib/telemetry-stack.js';

/** An app with the feature flags of cdk.json. The functions' code is not bundled: no test here looks into it. */
export function anApp(): { app: App; discard: () => void } {
  const { context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'sunstream-synth-'));
  const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  return { app, discard: () => rmSync(outdir, { recursive: true, force: true }) };
}

export function aStack(app: App, config: SunstreamConfig): TelemetryStack {
  return new TelemetryStack(app, `sunstream-${config.stage}`, { config });
}
