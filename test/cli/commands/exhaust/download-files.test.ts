import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadFiles } from '../../../../cli/commands/exhaust/download-files.js';
import { close, listen } from '../../../../local/calls/json-service.js';
import { useClosing } from '../../../support/closing.js';

const closing = useClosing();

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunstream-download-'));
  closing(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A server whose answers end in the middle, where they are to. */
async function aServer(isCut: boolean): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    if (isCut) response.write('12345', () => response.destroy());
    else response.end('1234567890');
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  closing(() => close(server));
  return origin;
}

describe('a download', () => {
  it('goes into the folder that was named, whatever the link says', async () => {
    const [origin, folder] = [await aServer(false), aFolder()];
    const out = join(folder, 'inner');

    const files = await downloadFiles([`${origin}/dataset/v1/file/ID/..%2F..%2Fa.csv?expires=1`], {
      out,
      force: false,
    });

    expect(files).toEqual([join(out, 'a.csv')]);
    expect([readdirSync(folder), readdirSync(out)]).toEqual([['inner'], ['a.csv']]);
  });

  it('that ends in the middle leaves no file', async () => {
    const [origin, out] = [await aServer(true), aFolder()];

    await expect(downloadFiles([`${origin}/a.csv`], { out, force: false })).rejects.toThrow(
      `${join(out, 'a.csv')}: could not be fetched:`,
    );

    expect(readdirSync(out)).toEqual([]);
  });

  it('of which one file is there already begins none', async () => {
    const [origin, out] = [await aServer(false), aFolder()];
    await downloadFiles([`${origin}/b.csv`], { out, force: false });

    const links = [`${origin}/a.csv`, `${origin}/b.csv`];
    await expect(downloadFiles(links, { out, force: false })).rejects.toThrow('Write over it with --force.');

    expect(existsSync(join(out, 'a.csv'))).toBe(false);
  });
});
