import { randomUUID } from 'node:crypto';
import { type BigIntStats, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { resolveRange } from './byte-range.js';
import { codeOf, place, pruneFolders } from './files.js';
import { type ListQuery, listPage } from './list-page.js';
import { MultipartUploads, type NamedPart } from './multipart-uploads.js';
import { noSuchBucket, noSuchKey, preconditionFailed, refusalOf } from './object-errors.js';
import { etagOf, markOf, openFile, statFile, writeBody } from './object-file.js';
import { keySegments, requireBucketName } from './object-path.js';
import { type Description, Sidecars } from './sidecars.js';
import { type ObjectList, type OpenObject, type PutOptions, type StoredObject, storedObject } from './stored-object.js';
import { removeAbandoned } from './temporaries.js';
import { Turns } from './turns.js';

/** An object that was written. */
export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

interface Place {
  readonly bucket: string;
  readonly key: string;
  readonly segments: readonly string[];
  readonly path: string;
}

/** A listing opens so many files at a time, which is less than any system allows. */
const describedAtOnce = 32;

/**
 * S3 over a folder: an object is the plain file `<folder>/<bucket>/<key>`, which people and DuckDB read and may add.
 * Several threads may have a store over one folder: a reader finds the old object or the new one, never a part.
 */
export class ObjectStore {
  /** Parts that came, of uploads that aren't complete. */
  readonly uploads: MultipartUploads;
  private readonly buckets: ReadonlySet<string>;
  private readonly temporaries: string;
  private readonly sidecars: Sidecars;
  private readonly turns = new Turns();
  /** Etags of files that somebody dropped in, by their mark. */
  private readonly etags = new Map<string, string>();

  constructor(
    private readonly folder: string,
    bucketNames: readonly string[],
    /** Told of each object once it is there. */
    private readonly onCreated: (created: CreatedObject) => void = () => {},
  ) {
    this.buckets = new Set(bucketNames.map(requireBucketName));
    this.temporaries = join(folder, '.tmp');
    this.sidecars = new Sidecars(join(folder, '.meta'), this.temporaries);
    for (const name of [...this.buckets, '.tmp']) mkdirSync(join(folder, name), { recursive: true });
    removeAbandoned(this.temporaries);
    this.uploads = new MultipartUploads(join(folder, '.uploads'));
  }

  /** @throws AwsError `NoSuchBucket` */
  requireBucket(bucket: string): void {
    if (!this.buckets.has(bucket)) throw noSuchBucket(bucket);
  }

  /**
   * Stores an object, whole or not at all; it is on disk when the promise resolves.
   *
   * @throws AwsError `PreconditionFailed`, or `InvalidArgument` for a key that can't be a plain file
   */
  async put(bucket: string, key: string, body: Buffer | Readable, options: PutOptions = {}): Promise<StoredObject> {
    const { ifNoneMatch, checksums, etag: given, ...described } = options;
    const at = this.place(bucket, key);
    const temporary = join(this.temporaries, randomUUID());
    try {
      const written = await writeBody(temporary, body instanceof Readable ? body : Readable.from([body]));
      const etag = given ?? written;
      const description = { ...described, metadata: described.metadata ?? {}, etag, checksums: checksums?.() ?? {} };
      const stats = await statFile(temporary);
      if (!stats) throw new Error(`${temporary}: gone before it was stored. Did somebody reset the state?`);
      await this.turns.take(at.path, () => this.replace(at, temporary, stats, description, ifNoneMatch === '*'));
      this.onCreated({ bucket, key, size: Number(stats.size), etag });
      return storedObject(key, stats, description);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Begins an upload in parts. @returns its id */
  createUpload(bucket: string, key: string, described: PutOptions): Promise<string> {
    this.place(bucket, key);
    return this.uploads.create({ bucket, key, described });
  }

  /** Makes an object of parts. @throws AwsError when the upload isn't there, or its parts aren't as they are named */
  async completeUpload(bucket: string, key: string, id: string, parts: readonly NamedPart[]): Promise<StoredObject> {
    const { described } = await this.uploads.find(id, bucket, key);
    const { body, etag } = await this.uploads.join(id, parts);
    const stored = await this.put(bucket, key, body, { ...described, etag });
    await this.uploads.remove(id);
    return stored;
  }

  /**
   * Opens an object. Its body is to be read to the end or destroyed.
   *
   * @param options range: as in the HTTP header, `bytes=0-99`, `bytes=100-`, `bytes=-100`
   * @throws AwsError `NoSuchKey`, `InvalidRange`
   */
  async get(bucket: string, key: string, options: { range?: string | undefined } = {}): Promise<OpenObject> {
    const at = this.place(bucket, key);
    const file = await openFile(at.path);
    if (!file) throw noSuchKey(key);
    try {
      const range = resolveRange(options.range, Number(file.stats.size));
      const stored = await this.describe(at, file.stats);
      return { ...stored, range, body: file.handle.createReadStream(range) };
    } catch (error) {
      await file.handle.close();
      throw error;
    }
  }

  /** @throws AwsError `NoSuchKey` */
  async head(bucket: string, key: string): Promise<StoredObject> {
    const at = this.place(bucket, key);
    const stats = await statFile(at.path);
    if (!stats) throw noSuchKey(key);
    return this.describe(at, stats);
  }

  /** Lists one page in the order of S3, which is that of the keys' bytes in UTF-8. */
  async list({ bucket, ...query }: ListQuery & { readonly bucket: string }): Promise<ObjectList> {
    this.requireBucket(bucket);
    const { keys, ...page } = await listPage(join(this.folder, bucket), query);
    const objects: StoredObject[] = [];
    for (let at = 0; at < keys.length; at += describedAtOnce) {
      const some = keys.slice(at, at + describedAtOnce).map((key) => this.find(bucket, key));
      objects.push(...(await Promise.all(some)).filter((object) => object !== undefined));
    }
    return { ...page, objects };
  }

  /** Deletes an object; one that isn't there is deleted already. */
  async delete(bucket: string, key: string): Promise<void> {
    const at = this.place(bucket, key);
    await this.turns.take(at.path, async () => {
      if (!(await statFile(at.path))) return;
      await rm(at.path, { force: true });
      await this.sidecars.write(bucket, at.segments, []);
      await pruneFolders(dirname(at.path), join(this.folder, bucket));
    });
  }

  /** The object of a key that was found on disk, and may be gone by now. */
  private async find(bucket: string, key: string): Promise<StoredObject | undefined> {
    const at = { bucket, key, segments: key.split('/'), path: join(this.folder, bucket, key) };
    const stats = await statFile(at.path);
    return stats && this.describe(at, stats);
  }

  private place(bucket: string, key: string): Place {
    this.requireBucket(bucket);
    const segments = keySegments(key);
    return { bucket, key, segments, path: join(this.folder, bucket, ...segments) };
  }

  private async replace(at: Place, temporary: string, stats: BigIntStats, description: Description, onlyNew: boolean) {
    const before = await this.currentEntries(at);
    await this.sidecars.write(at.bucket, at.segments, [{ file: markOf(stats), ...description }, ...before]);
    try {
      await place(temporary, at.path, onlyNew);
    } catch (error) {
      await this.sidecars.write(at.bucket, at.segments, before);
      const taken = onlyNew && codeOf(error) === 'EEXIST' && (await statFile(at.path));
      throw taken ? preconditionFailed() : refusalOf(error, at.key);
    }
  }

  private async currentEntries({ bucket, segments, path }: Place) {
    const stats = await statFile(path);
    if (!stats) return [];
    return (await this.sidecars.read(bucket, segments)).filter(({ file }) => file === markOf(stats));
  }

  private async describe({ bucket, key, segments, path }: Place, stats: BigIntStats): Promise<StoredObject> {
    const entries = await this.sidecars.read(bucket, segments);
    const mark = markOf(stats);
    const entry = entries.find(({ file }) => file === mark);
    if (!entry) return storedObject(key, stats, { etag: await this.etag(path, mark), metadata: {}, checksums: {} });
    const { file, ...description } = entry;
    return storedObject(key, stats, description);
  }

  private async etag(path: string, mark: string): Promise<string> {
    const known = this.etags.get(mark) ?? (await etagOf(path));
    if (this.etags.size > 10_000) this.etags.clear();
    this.etags.set(mark, known);
    return known;
  }
}
