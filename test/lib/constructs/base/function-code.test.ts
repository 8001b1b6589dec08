import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { functionCode } from '../../../../lib/constructs/base/function-code.js';

const builtins: ReadonlySet<string> = new Set(builtinModules);
let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'sunstream-code-'));
});
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

/** The folder that the code of a function is deployed from. */
function assetOf(folder: string, stacksToBundle: readonly string[]): string {
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': stacksToBundle } });
  const stack = new Stack(app, 'stack');
  new LambdaFunction(stack, 'Function', {
    code: functionCode(stack, folder),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
  });
  app.synth();
  const { files } = JSON.parse(readFileSync(join(outdir, 'stack.assets.json'), 'utf8'));
  const paths = Object.values<{ source: { path: string; packaging: string } }>(files).map(({ source }) => source);
  return join(outdir, paths.find(({ packaging }) => packaging === 'zip')?.path ?? '');
}

describe('the code of a function', () => {
  it.each(['ingest', 'dedup'])('of %s is one module, without a package beside it, and its source map', (folder) => {
    const asset = assetOf(folder, ['**']);

    const code = readFileSync(join(asset, 'index.mjs'), 'utf8');
    const imported = [...code.matchAll(/\bfrom\s*["']([^"'.]+)["']/g)].map(([, name]) => name ?? '');
    expect(imported.filter((name) => !name.startsWith('node:') && !builtins.has(name))).toEqual([]);
    expect(existsSync(join(asset, 'index.mjs.map'))).toBe(true);
  });

  it('is its folder as it is where nothing is to be bundled', () => {
    const asset = assetOf('ingest', []);

    expect(existsSync(join(asset, 'handler.ts'))).toBe(true);
  });
});
