import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AwsError } from '../../calls/aws-error.js';
import { isMissing } from './files.js';
import { etagOf, statFile, writeBody } from './object-file.js';
import type { PutOptions } from './stored-object.js';

/** An upload that was begun, and is neither complete nor aborted. */
export interface PendingUpload {
  readonly bucket: string;
  readonly key: string;
  /** What its headers said of the object. */
  readonly described: PutOptions;
}

/** A part as the completing call names it. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
}

/** "Amazon S3 multipart upload limits": all parts but the last are at least so large, and there are at most so many. */
const minPartBytes = 5 * 1024 * 1024;
const maxParts = 10_000;
/** The lake's own rule takes unfinished uploads away after a day. */
const abandonedMs = 86_400_000;

/** Parts of objects to be: a folder an upload, a file a part. They are no objects until the upload is complete. */
export class MultipartUploads {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (Date.now() - statSync(path).mtimeMs > abandonedMs) rmSync(path, { recursive: true, force: true });
    }
  }

  async create(upload: PendingUpload): Promise<string> {
    const id = randomUUID();
    await mkdir(join(this.folder, id));
    await writeFile(this.uploadFile(id), JSON.stringify(upload));
    return id;
  }

  /** @throws AwsError `NoSuchUpload` */
  async find(id: string, bucket: string, key: string): Promise<PendingUpload> {
    const text = await readFile(this.uploadFile(id), 'utf8').catch((error) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    const upload: PendingUpload | undefined = text === undefined ? undefined : JSON.parse(text);
    if (upload?.bucket === bucket && upload.key === key) return upload;
    throw new AwsError(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
    );
  }

  /** Stores a part, in place of one with that number. @returns its etag */
  async putPart(id: string, number: number, body: Readable): Promise<string> {
    if (!Number.isInteger(number) || number < 1 || number > maxParts) {
      throw new AwsError('InvalidArgument', `Part number must be an integer between 1 and ${maxParts}, inclusive`);
    }
    const temporary = join(this.folder, id, randomUUID());
    try {
      const etag = await writeBody(temporary, body);
      await rename(temporary, this.partFile(id, number));
      return etag;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /**
   * The object that the parts make, in their order, and its etag.
   *
   * @throws AwsError `InvalidPart`, `InvalidPartOrder`, `EntityTooSmall`
   */
  async join(id: string, parts: readonly NamedPart[]): Promise<{ body: Readable; etag: string }> {
    const md5 = createHash('md5');
    for (const [at, { number, etag }] of parts.entries()) {
      const path = this.partFile(id, number);
      const stats = await statFile(path);
      if (!stats || (await etagOf(path)) !== quoted(etag)) throw invalidPart();
      if (at > 0 && number <= (parts[at - 1]?.number ?? 0)) {
        throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
      }
      if (at < parts.length - 1 && Number(stats.size) < minPartBytes) {
        throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
      }
      md5.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
    }
    const paths = parts.map(({ number }) => this.partFile(id, number));
    return { body: Readable.from(concatenated(paths)), etag: `"${md5.digest('hex')}-${parts.length}"` };
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.folder, id), { recursive: true, force: true });
  }

  private uploadFile(id: string): string {
    // An id is a part of a path: whatever isn't one of ours finds nothing.
    return join(this.folder, /^[0-9a-f-]{36}$/.test(id) ? id : 'unknown', 'upload.json');
  }

  private partFile(id: string, number: number): string {
    return join(this.folder, id, String(number));
  }
}

async function* concatenated(paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) yield* createReadStream(path);
}

function quoted(etag: string): string {
  return `"${etag.replaceAll('"', '')}"`;
}

function invalidPart(): AwsError {
  return new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );
}
