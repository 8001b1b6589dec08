import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';
import { programIn } from '../../scripts/engines/nodes.mjs';
import { describeWith } from './describe-with.js';

/**
 * What each release runs. The handlers’ own tests run on all of them, and on 24, where the functions are deployed, also
 * those of the runner’s parts; `npm test` is for the release at hand.
 */
const suites = {
  '22': ['test/lambdas'],
  '24': ['test/lambdas', 'test/sweep', 'test/local', 'test/cli'],
  '26': ['test/lambdas'],
} as const;

describeWith('NODE_22_FOLDER', 'Node 22', (folder) => passes('22', folder));
describeWith('NODE_24_FOLDER', 'Node 24, which functions are deployed on', (folder) => passes('24', folder));
describeWith('NODE_26_FOLDER', 'Node 26', (folder) => passes('26', folder));

function passes(release: keyof typeof suites, folder: string): void {
  const node = programIn(folder);

  it('is that release', () => {
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${release}\\.`));
  });

  it('passes the tests', () => {
    const jest = join(projectRoot, 'node_modules/jest/bin/jest.js');
    const { status, stderr } = spawnSync(node, [jest, '--maxWorkers=3', ...suites[release]], {
      cwd: projectRoot,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      // What the tests are told apart by; the inner run is told nothing of the outer one.
      env: { ...process.env, JEST_WORKER_ID: undefined, NODE_OPTIONS: undefined },
    });

    const [, passed = '0', failed = '0'] = /^(\d+) passed, (\d+) failed/m.exec(stderr) ?? [];
    const failures = stderr.split('\n').filter((line) => line.startsWith('  ●') || line.startsWith('FAIL'));
    expect({ status, failed, failures }).toEqual({ status: 0, failed: '0', failures: [] });
    expect(Number(passed)).toBeGreaterThan(1_000);
  }, 900_000);
}
