import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { type ZipCipher, zipFile } from '../../../lambdas/exhaust-write/zip-file.js';
import { joined, theBytes } from './bytes.js';

const options = (cipher: ZipCipher) => ({
  name: 'c-1_userinfo_20261121.csv',
  password: 'open sesame',
  cipher,
  modifiedAt: new Date('2026-11-21T00:00:00Z'),
});
const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index}, phone:9000000001\n`);

async function entriesOf(zip: Buffer) {
  return new ZipReader(new Uint8ArrayReader(zip), { useWebWorkers: false }).getEntries();
}

/** As readers on a terminal do: by the bytes of the password, which are UTF-8. */
async function readEntry(zip: Buffer, password: string): Promise<string> {
  const [entry] = await entriesOf(zip);
  if (!entry || entry.directory) throw new Error('expected a file in the zip');
  return entry.getData(new TextWriter(), { rawPassword: Buffer.from(password, 'utf8'), checkCrc32: true });
}

describe.each(['aes-256', 'zipcrypto'] as const)('a zip by %s', (cipher) => {
  it('holds one file, which the password opens', async () => {
    const zip = await joined(zipFile(theBytes(lines), options(cipher)));

    const entries = await entriesOf(zip);

    expect(entries.map(({ filename, encrypted }) => [filename, encrypted])).toEqual([[options(cipher).name, true]]);
    expect(await readEntry(zip, 'open sesame')).toBe(lines.join(''));
    expect(zip.includes('9000000001')).toBe(false);
  });

  it.each(['café', 'пароль', 'पासवर्ड', '密码 🔑'])('is opened by the UTF-8 of %s', async (password) => {
    const zip = await joined(zipFile(theBytes(lines), { ...options(cipher), password }));

    expect(await readEntry(zip, password)).toBe(lines.join(''));
  });

  it('is opened by no other password', async () => {
    const zip = await joined(zipFile(theBytes(lines), options(cipher)));

    // One byte tells ZipCrypto of a wrong password, so one in 256 is told by the CRC.
    await expect(readEntry(zip, 'open')).rejects.toThrow(/^Invalid /);
  });

  it('breaks off with its file, and never looks complete', async () => {
    const failing = async function* () {
      yield Buffer.from('a');
      throw new Error('the query’s result broke off');
    };

    await expect(joined(zipFile(failing(), options(cipher)))).rejects.toThrow('the query’s result broke off');
  });

  it('stops its file where nobody reads on', async () => {
    let ended = false;
    const endless = async function* () {
      try {
        for (;;) yield Buffer.from(crypto.randomUUID().repeat(1_000));
      } finally {
        ended = true;
      }
    };

    for await (const _ of zipFile(endless(), options(cipher))) break;

    expect(ended).toBe(true);
  });
});

describe('a zip', () => {
  it.each([
    ['aes-256', 99],
    ['zipcrypto', 8],
  ] as const)('by %s says so in its header: method %d', async (cipher, method) => {
    const zip = await joined(zipFile(theBytes(lines), options(cipher)));

    expect(zip.readUInt16LE(8)).toBe(method);
  });

  it('without a password is never made', async () => {
    await expect(joined(zipFile(theBytes(lines), { ...options('aes-256'), password: '' }))).rejects.toThrow(
      'expected a password',
    );
  });
});
