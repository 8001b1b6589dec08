import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { projectRoot } from '../../lib/project-root.js';
import { readRunning } from '../../local/disk/state-folder.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

describe('a soak that is ended', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'by %s takes its runner and its temporary folder with it, and ends with %d',
    async (signal, code) => {
      const soak = spawn(process.execPath, [join(projectRoot, 'dist/bench/soak.js'), '--events', '1000000'], {
        env: { ...process.env, TMPDIR: folder() },
        stdio: 'ignore',
      });
      const exited = once(soak, 'exit');
      const runner = () =>
        readdirSync(folder())
          .map((name) => readRunning(join(folder(), name)))
          .find((info) => info !== undefined);
      let pid: number | undefined;
      await waitUntil(() => {
        pid = runner()?.pid;
        return pid !== undefined;
      }, 60_000);

      soak.kill(signal);

      expect(await exited).toEqual([code, null]);
      expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
      expect(readdirSync(folder())).toEqual([]);
    },
    120_000,
  );
});
