import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../lib/project-root.js';

const page = readFileSync(join(projectRoot, 'docs/runbook.md'), 'utf8').split('## Alarms')[1] ?? '';

/** What each command that the alarms' steps name can't do without, against a deployed stack. */
const needed: readonly [command: string, options: readonly string[]][] = [
  ['exhaust:run', ['--url', '--channel']],
  ['exhaust:run-all', ['--state-machine']],
];

describe('the steps of the runbook', () => {
  it.each(needed)('give `npm run %s` what it needs of a deployed stack', (command, options) => {
    const written = [...page.matchAll(/`npm run ([\w:-]+)([^`]*)`/g)].filter(([, name]) => name === command);

    expect(written).not.toEqual([]);
    for (const [, , rest = ''] of written) expect(options.filter((option) => !rest.includes(option))).toEqual([]);
  });
});
