import { existsSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { networkTrouble } from '../../../local/calls/network-trouble.js';
import { makeFolder } from '../../../local/disk/make-folder.js';
import { removeAtExit } from '../../terminal/remove-at-exit.js';
import { RefusedError } from './refused-error.js';

/**
 * Fetches the files that links lead to into a folder, as streams.
 *
 * @returns their paths
 * @throws RefusedError when a link leads nowhere
 * @throws Error when a file is there already, and then nothing is fetched; or when one can't be fetched or written
 */
export async function downloadFiles(
  links: readonly string[],
  { out, force }: { readonly out: string; readonly force: boolean },
): Promise<string[]> {
  const targets = links.map((link) => ({ link, file: join(out, nameIn(link)) }));
  const there = targets.find(({ file }) => !force && existsSync(file));
  if (there) throw new Error(`${there.file}: expected no such file, found one. Write over it with --force.`);
  makeFolder(out, { option: '--out' });
  for (const { link, file } of targets) await download(link, file);
  return targets.map(({ file }) => file);
}

/** Nothing of the link but the last part of its path, so that no answer can choose a folder. */
function nameIn(link: string): string {
  const name = basename(decodeURIComponent(new URL(link).pathname));
  if (name === '' || name === '.' || name === '..') throw new Error(`${link}: expected a link to a file.`);
  return name;
}

async function download(link: string, file: string): Promise<void> {
  // Without a token: the link is signed, and S3, where it leads, would refuse a second authorization.
  const answer = await fetch(link);
  if (!answer.ok || !answer.body) throw new RefusedError(`${basename(file)}: ${await whyNot(answer)}`);
  const part = `${file}.part`;
  const forget = removeAtExit(part);
  try {
    // Answers of people are in it, which other users of this machine need not read.
    rmSync(part, { force: true });
    const handle = await open(part, 'wx', 0o600);
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), handle.createWriteStream());
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new Error(`${file}: could not be fetched: ${networkTrouble(error) ?? (error as Error).cause ?? error}`);
  } finally {
    forget();
  }
}

/** A page's title says what is wrong with a link. */
async function whyNot(answer: Response): Promise<string> {
  const [, title] = /<title>([^<]*)<\/title>/.exec(await answer.text()) ?? [];
  return `${title ?? 'the link leads nowhere'} (${answer.status})`;
}
