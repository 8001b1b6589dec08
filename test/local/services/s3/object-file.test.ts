import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { writeBody } from '../../../../local/services/s3/object-file.js';
import { newFolder } from './local-s3.js';

describe('writeBody', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await newFolder();
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is done with its file when it fails, so that a removal after it is the last that happens to the file', async () => {
    const body = new Readable({ read: () => undefined });
    const written = writeBody(join(folder, 'a'), body);
    body.destroy(new Error('broken off'));

    await expect(written).rejects.toThrow('broken off');

    expect([readdirSync(folder), openFiles(folder)]).toEqual([['a'], []]);
  });

  it('fails at a file that is there, and leaves it as it was', async () => {
    await writeBody(join(folder, 'a'), Readable.from(['old']));

    await expect(writeBody(join(folder, 'a'), Readable.from(['new']))).rejects.toThrow('EEXIST');

    expect(await writeBody(join(folder, 'b'), Readable.from(['old']))).toBe('"149603e6c03516362a8da23f624db945"');
  });
});

/** Files of a folder that this process has open, where the system tells: "proc(5), fd". */
function openFiles(folder: string): string[] {
  const descriptors = '/proc/self/fd';
  if (!existsSync(descriptors)) return [];
  return readdirSync(descriptors).flatMap((name) => {
    try {
      const path = readlinkSync(join(descriptors, name));
      return path.startsWith(folder) ? [path] : [];
    } catch {
      // The descriptor by which the folder itself was listed is gone.
      return [];
    }
  });
}
