import { createHash } from 'node:crypto';
import { type BigIntStats, createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isMissing } from './files.js';

/** Tells one file from every other that has been at the same path. */
export function markOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino}-${size}-${mtimeNs}`;
}

/**
 * Writes a body to a new file, whatever its size in constant memory; also when it fails, the file is closed by then.
 *
 * @returns its S3 etag
 */
export async function writeBody(path: string, body: Readable): Promise<string> {
  const md5 = createHash('md5');
  const hash = async function* (chunks: AsyncIterable<Buffer | string>) {
    for await (const chunk of chunks) {
      md5.update(chunk);
      yield chunk;
    }
  };
  const file = createWriteStream(path, { flags: 'wx' });
  const closed = new Promise<void>((resolve) => file.once('close', resolve));
  try {
    await pipeline(body, hash, file);
  } finally {
    // A pipeline fails before its parts are closed, so a file that is still being opened would come after its removal.
    await closed;
  }
  return `"${md5.digest('hex')}"`;
}

/** The S3 etag of a file that nobody uploaded. */
export async function etagOf(path: string): Promise<string> {
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(path)) md5.update(chunk);
  return `"${md5.digest('hex')}"`;
}

/** The state of a plain file; nothing for a folder or what isn't there. */
export async function statFile(path: string): Promise<BigIntStats | undefined> {
  const stats = await stat(path, { bigint: true }).catch(passMissing);
  return stats?.isFile() ? stats : undefined;
}

/** A plain file, open: it stays the same when another takes its place. */
export async function openFile(path: string): Promise<{ handle: FileHandle; stats: BigIntStats } | undefined> {
  const handle = await open(path).catch(passMissing);
  if (handle === undefined) return undefined;
  const stats = await handle.stat({ bigint: true });
  if (stats.isFile()) return { handle, stats };
  await handle.close();
  return undefined;
}

function passMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}
