// Event schemas to validators, then TypeScript to dist/, file by file. Under half a second, so every command builds.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { compileSchemas } from './compile-schemas.mjs';

compileSchemas();
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['bin', 'lib', 'lambdas', 'local', 'bench'].map((folder) => `${folder}/**/*.ts`),
  outdir: 'dist',
  outbase: '.',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
});
