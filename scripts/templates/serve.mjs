// Serves the templates of configurations: POST one as JSON, and its template comes, or 500 and why not. No function is
// bundled for it. One process for all tests: to load the CDK takes longer than to synthesize with it. It tells its parent
// its address, and ends with it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));

const server = createServer(async (request, response) => {
  try {
    const template = await templateOf(await json(request));
    response.end(JSON.stringify(template));
  } catch (error) {
    response.writeHead(500).end(error.stack);
  }
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
process.once('disconnect', () => process.exit());

async function templateOf(config) {
  // Loaded by the first who asks: most runs of a few tests ask for none.
  const { App } = await import('aws-cdk-lib');
  const { TelemetryStack } = await import('../../dist/lib/telemetry-stack.js');
  const outdir = mkdtempSync(join(tmpdir(), 'sunstream-synth-'));
  try {
    const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
    const { artifactId } = new TelemetryStack(app, `sunstream-${config.stage}`, { config });
    return app.synth().getStackArtifact(artifactId).template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
