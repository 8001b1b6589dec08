import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../../scripts/build/lock.mjs';

describe('the lock of a build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sunstream-lock-'));
  const lock = join(folder, 'dist.lock');
  const longAgo = new Date(Date.now() - 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['that was killed before it wrote its number', undefined],
    ['that is gone', '2147483647'],
  ])('is taken from a process %s', async (_, pid) => {
    mkdirSync(lock);
    if (pid !== undefined) writeFileSync(join(lock, 'pid'), pid);
    utimesSync(lock, longAgo, longAgo);

    expect(await withLock(lock, async () => existsSync(lock))).toBe(true);
    expect(existsSync(lock)).toBe(false);
  });

  it('lets one at a time in', async () => {
    let inside = 0;
    const act = async () => {
      inside++;
      await Promise.resolve();
      return inside--;
    };

    expect(await Promise.all([withLock(lock, act), withLock(lock, act)])).toEqual([1, 1]);
  });
});
