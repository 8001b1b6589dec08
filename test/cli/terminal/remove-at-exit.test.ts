import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../../lib/project-root.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const builtModule = pathToFileURL(join(projectRoot, 'dist/cli/terminal/remove-at-exit.js')).href;

/** A process that is to remove what is there when it ends, and what it does besides; it says when it is ready. */
async function aProcess(code: string) {
  const [file, kept] = ['part', 'kept'].map((name) => join(folder(), name)) as [string, string];
  mkdirSync(file);
  writeFileSync(join(file, 'inside'), '');
  writeFileSync(kept, '');
  const script = `import { removeAtExit } from '${builtModule}';
    removeAtExit(${JSON.stringify(file)});
    removeAtExit(${JSON.stringify(kept)})();
    ${code}
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return { child, ended, left: () => [file, kept].map((path) => existsSync(path)) };
}

describe('what is to be removed at the end of a process', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is gone after %s, and what was let go of stays', async (signal, code) => {
    const { child, ended, left } = await aProcess('setInterval(() => {}, 1_000);');

    child.kill(signal);

    expect(await ended).toEqual([code, null]);
    expect(left()).toEqual([false, true]);
  });

  it('is gone after an end by itself', async () => {
    const { ended, left } = await aProcess('');

    expect(await ended).toEqual([0, null]);
    expect(left()).toEqual([false, true]);
  });

  it('waits for who listens to the signal and ends the process in its own way', async () => {
    const { child, ended, left } = await aProcess(
      "setInterval(() => {}, 1_000); process.once('SIGINT', () => process.exit(7));",
    );

    child.kill('SIGINT');

    expect(await ended).toEqual([7, null]);
    expect(left()).toEqual([false, true]);
  });
});
