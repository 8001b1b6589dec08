import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';

function check(...options: string[]) {
  const script = join(projectRoot, 'scripts/check-plans.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run plans:check', () => {
  it('says what it does when it is asked for help', () => {
    expect(check('--help')).toEqual({ status: 0, stdout: expect.stringContaining('npm run plans:check'), stderr: '' });
  });

  it.each([
    ['an option that it has not', '--plan', "Unknown option '--plan'"],
    ['the name of a file', 'tracking-plans/home.json', "Unexpected argument 'tracking-plans/home.json'"],
  ])('refuses %s', (_, option, told) => {
    const { status, stdout, stderr } = check(option);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(told);
    expect(stderr).toMatch(/\. --help lists the options\.\n$/);
  });
});
