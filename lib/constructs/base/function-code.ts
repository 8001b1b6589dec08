import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { projectRoot } from '../../project-root.js';

/** Where every function's bundle is, once one of them was asked for. */
let bundles: string | undefined;

/**
 * The code of the function in a folder under `lambdas/`: one file with the SDK in it. All functions are bundled in one
 * go, since esbuild shares what it parsed; a process each, as the CDK's own construct starts, takes five times as long.
 * Where the CDK asks for no bundles (`cdk ls`, tests of templates), it is the folder as it is.
 */
export function functionCode(scope: Construct, folder: string): AssetCode {
  if (!Stack.of(scope).bundlingRequired) return Code.fromAsset(join(projectRoot, 'lambdas', folder));
  bundles ??= bundleFunctions();
  return Code.fromAsset(join(bundles, folder));
}

/** @returns the folder with a folder for each function; it is gone when the process ends, for the CDK has copies then */
function bundleFunctions(): string {
  const cache = join(projectRoot, 'node_modules/.cache/sunstream');
  mkdirSync(cache, { recursive: true });
  // Beside the sources, always as deep: source maps hold the way there, and so would the assets' hashes.
  const outdir = mkdtempSync(join(cache, 'functions-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  buildSync({
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(
      handlers().map((handler) => [handler.replace(/handler\.ts$/, 'index'), `lambdas/${handler}`]),
    ),
    outdir,
    bundle: true,
    platform: 'node',
    // The runner executes the same bundle on Node 20.
    target: 'node20',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    // CommonJS dependencies inside an ES module look for `require`.
    banner: {
      js: "import{createRequire as sunstreamRequire}from'node:module';const require=sunstreamRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outdir;
}

/** Such as `ingest/handler.ts`. */
function handlers(): string[] {
  return readdirSync(join(projectRoot, 'lambdas'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('/handler.ts'));
}
