import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ZipCipher, zipFile } from '../../lambdas/exhaust-write/zip-file.js';
import { joined, theBytes } from '../lambdas/exhaust-write/bytes.js';
import { describeWith } from './describe-with.js';

const password = 'open sesame';
const read = `
import sys, pyzipper
with pyzipper.AESZipFile(sys.argv[1]) as zip:
    [entry] = zip.infolist()
    sys.stdout.write(zip.read(entry, pwd=sys.argv[2].encode()).decode())
`;

describeWith('PYZIPPER_FOLDER', 'pyzipper', (folder) => {
  let at: string;

  beforeAll(() => {
    at = mkdtempSync(join(tmpdir(), 'sunstream-zip-'));
  });

  afterAll(() => rmSync(at, { recursive: true, force: true }));

  it.each(['aes-256', 'zipcrypto'] as const)('opens our zip by %s, and only with its password', async (cipher) => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `${index},phone:9000000001\n`);
    const path = join(at, `${cipher}.zip`);
    writeFileSync(path, await zipOf(lines, cipher));

    const open = (key: string) =>
      execFileSync(join(folder, 'bin/python'), ['-c', read, path, key], { encoding: 'utf8', stdio: 'pipe' });

    expect(open(password)).toBe(lines.join(''));
    expect(() => open('open')).toThrow(/password/i);
  });
});

function zipOf(lines: readonly string[], cipher: ZipCipher): Promise<Buffer> {
  const modifiedAt = new Date('2026-11-21T00:00:00Z');
  return joined(zipFile(theBytes(lines), { name: 'a.csv', password, cipher, modifiedAt }));
}
