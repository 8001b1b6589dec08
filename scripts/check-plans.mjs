// `npm run plans:check`: one line a problem and exit code 1, or one line a plan.
import { parseArgs } from 'node:util';
import { readPlans } from './read-plans.mjs';

const help = `npm run plans:check -- [options]    says what is wrong with the files in tracking-plans/, or how many steps each has

  --help   this text

Exit code 0 when all plans are right, 1 when one is not.
`;

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(help);
    process.exit(0);
  }
} catch (error) {
  console.error(`${error.message.replace(/\.?$/, '.')} --help lists the options.`);
  process.exit(1);
}

const { plans, problems } = readPlans();
if (problems.length === 0) {
  await import('./build.mjs');
  const { lintPlans } = await import('../dist/cli/commands/plans/lint-plans.js');
  problems.push(...lintPlans(plans));
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
for (const { name, steps } of plans) console.log(`${name}: ${steps.length} step${steps.length === 1 ? '' : 's'}`);
process.exit(0);
