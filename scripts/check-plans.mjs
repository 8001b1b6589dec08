// `npm run plans:check`: one line a problem and exit code 1, or one line a plan.
import { readPlans } from './read-plans.mjs';

const { plans, problems } = readPlans();
if (problems.length === 0) {
  await import('./build.mjs');
  const { lintPlans } = await import('../dist/local/plans/lint-plans.js');
  problems.push(...lintPlans(plans));
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
for (const { name, steps } of plans) console.log(`${name}: ${steps.length} step${steps.length === 1 ? '' : 's'}`);
process.exit(0);
