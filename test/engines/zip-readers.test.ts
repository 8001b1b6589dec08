import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ZipCipher, zipFile } from '../../lambdas/exhaust-write/zip-file.js';
import { joined, theBytes } from '../lambdas/exhaust-write/bytes.js';
import { describeWith } from './describe-with.js';

/** The last one is as long as a password may be. */
const passwords = ['open sesame', 'café', 'पासवर्ड', '密码 🔑', 'ж'.repeat(40)];
const lines = Array.from({ length: 10_000 }, (_, index) => `${index},phone:9000000001\n`);
const readWithPython = `
import sys, pyzipper
with pyzipper.AESZipFile(sys.argv[1]) as zip:
    [entry] = zip.infolist()
    sys.stdout.write(zip.read(entry, pwd=sys.argv[2].encode()).decode())
`;
const env = { ...process.env, LC_ALL: 'C.UTF-8' };
const run = (program: string, args: readonly string[]) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', env });

/** What writes the file of a zip to its output, or exits with an error. */
type Reader = (path: string, password: string) => string;

const readers = {
  pyzipper:
    (place: string): Reader =>
    (path, password) =>
      run(join(place, 'bin/python'), ['-c', readWithPython, path, password]),
  '7-Zip':
    (program: string): Reader =>
    (path, password) =>
      run(program, ['x', '-so', `-p${password}`, path]),
  'Info-ZIP':
    (program: string): Reader =>
    (path, password) =>
      run(program, ['-p', '-P', password, path]),
};

describeWith('PYZIPPER_FOLDER', 'pyzipper', (place) => opens(readers.pyzipper(place), ['aes-256', 'zipcrypto']));
describeWith('SEVEN_ZIP_PROGRAM', '7-Zip', (program) => opens(readers['7-Zip'](program), ['aes-256', 'zipcrypto']));
describeWith('UNZIP_PROGRAM', 'Info-ZIP’s unzip', (program) => opens(readers['Info-ZIP'](program), ['zipcrypto']));

function opens(read: Reader, ciphers: readonly ZipCipher[]): void {
  let at: string;

  beforeAll(() => {
    at = mkdtempSync(join(tmpdir(), 'sunstream-zip-'));
  });

  afterAll(() => rmSync(at, { recursive: true, force: true }));

  const cases = ciphers.flatMap((cipher) => passwords.map((password) => [cipher, password] as const));
  it.each(cases)('opens our zip by %s with %s, and only with that', async (cipher, password) => {
    const path = join(at, `${crypto.randomUUID()}.zip`);
    const modifiedAt = new Date('2026-11-21T00:00:00Z');
    writeFileSync(path, await joined(zipFile(theBytes(lines), { name: 'a.csv', password, cipher, modifiedAt })));

    expect(read(path, password)).toBe(lines.join(''));
    // Not by what it says: one byte tells ZipCrypto of a wrong password, so one in 256 is told by the CRC.
    expect(() => read(path, 'open')).toThrow();
  });
}
