// Builds what is not built, then runs a module of dist/ in this process: `node scripts/run.mjs cli/commands/start/run --port 0`.
// One process, so that a shell which replaces itself by its last command leaves Ctrl-C and the exit code to it.
import './build.mjs';

const [module] = process.argv.splice(2, 1);
await import(`../dist/${module}.js`);
