import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../../../lib/project-root.js';
import { useTempFolder } from '../../../../support/temp-folder.js';

const folder = useTempFolder();

describe('The demo of an exhaust', () => {
  it('refuses a file as its folder before it starts a runner', () => {
    const file = join(folder(), 'a.csv');
    writeFileSync(file, '');
    const command = join(projectRoot, 'dist/cli/commands/demo/exhaust/run.js');

    const { status, stdout, stderr } = spawnSync(process.execPath, [command, '--out', file, '--state', folder()], {
      encoding: 'utf8',
    });

    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      `${file}: expected a folder that can be written, found a file. Choose another with --out.\n`,
    ]);
  });
});
