import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing, place, pruneFolders } from './files.js';

/** What S3 knows of an object beside its bytes. */
export interface Description {
  /** With the quotes that S3 gives it. */
  readonly etag: string;
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly cacheControl?: string | undefined;
  /** User metadata, without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Header name, such as `x-amz-checksum-crc32` → base64, as the uploader gave and we verified it. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** A description and the very file that it is of. */
export interface SidecarEntry extends Description {
  /** Inode, size and time of the file; see `markOf`. */
  readonly file: string;
}

/**
 * The descriptions of the objects, in a tree of their own.
 * An object and its sidecar can't be replaced in one step. So, before the object is, a sidecar tells of two files:
 * the new one and the one still there; a reader takes the entry of the file that it finds.
 */
export class Sidecars {
  constructor(
    private readonly folder: string,
    private readonly temporaries: string,
  ) {}

  /** The entries of an object; none for a file that somebody dropped in. */
  async read(bucket: string, segments: readonly string[]): Promise<readonly SidecarEntry[]> {
    try {
      return JSON.parse(await readFile(this.pathOf(bucket, segments), 'utf8'));
    } catch (error) {
      // A sidecar torn by a power cut is as good as none.
      if (isMissing(error) || error instanceof SyntaxError) return [];
      throw error;
    }
  }

  async write(bucket: string, segments: readonly string[], entries: readonly SidecarEntry[]): Promise<void> {
    const path = this.pathOf(bucket, segments);
    if (entries.length === 0) {
      await rm(path, { force: true });
      return pruneFolders(dirname(path), join(this.folder, bucket));
    }
    const temporary = join(this.temporaries, randomUUID());
    await writeFile(temporary, JSON.stringify(entries));
    await place(temporary, path);
  }

  /** A folder never ends in `.json`, else the sidecar of `a` would stand in the way of the folder `a.json`. */
  private pathOf(bucket: string, segments: readonly string[]): string {
    const folders = segments.slice(0, -1).map((segment) => segment.replace(/\.json~*$/, '$&~'));
    return join(this.folder, bucket, ...folders, `${segments.at(-1)}.json`);
  }
}
