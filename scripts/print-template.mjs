// Prints the template of a configuration that comes as JSON on the standard input; no function is bundled for it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { TelemetryStack } from '../dist/lib/telemetry-stack.js';

const config = JSON.parse(readFileSync(0, 'utf8'));
const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8'));
const outdir = mkdtempSync(join(tmpdir(), 'sunstream-synth-'));
try {
  const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const { artifactId } = new TelemetryStack(app, `sunstream-${config.stage}`, { config });
  process.stdout.write(JSON.stringify(app.synth().getStackArtifact(artifactId).template));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
