// Builds, then runs a module of dist/ in this process: `node scripts/run.mjs local/run --port 0`.
// One process, so that a shell which replaces itself by its last command leaves Ctrl-C and the exit code to it.
import { stop } from 'esbuild';
import './build.mjs';

await stop();
const [module] = process.argv.splice(2, 1);
await import(`../dist/${module}.js`);
