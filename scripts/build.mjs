// Schemas to validators and plans to a module, then TypeScript to dist/, file by file. Under half a second, so every
// command builds.
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { compileExhaust } from './compile-exhaust.mjs';
import { compilePlans } from './compile-plans.mjs';
import { compileRegistry } from './compile-registry.mjs';
import { compileSchemas } from './compile-schemas.mjs';

compileSchemas();
compileRegistry();
compilePlans();
compileExhaust();
const { metafile } = await build({
  entryPoints: ['bin', 'lib', 'lambdas', 'local', 'bench'].map((folder) => `${folder}/**/*.ts`),
  outdir: 'dist',
  outbase: '.',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
});

// Files whose source is gone. The others are written over, never removed: a runner may be starting from them.
for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const path = relative('.', join(entry.parentPath, entry.name)).replaceAll('\\', '/');
  if (entry.isFile() && !metafile.outputs[path]) rmSync(path, { force: true });
}
