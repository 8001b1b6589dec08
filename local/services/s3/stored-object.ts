import type { BigIntStats } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ByteRange } from './byte-range.js';
import type { KeyPage } from './list-page.js';
import type { Description } from './sidecars.js';

/** What an upload may say beside its bytes. */
export interface PutOptions extends Partial<Omit<Description, 'etag' | 'checksums'>> {
  /** `*` takes the object only when there is none under its key. */
  readonly ifNoneMatch?: '*' | undefined;
  /** Asked when the body has ended, because checksums may come behind it. */
  readonly checksums?: (() => Readonly<Record<string, string>>) | undefined;
  /** In place of the body's own: an object of parts has another. */
  readonly etag?: string | undefined;
}

/** An object without its bytes. */
export interface StoredObject extends Description {
  readonly key: string;
  readonly size: number;
  readonly lastModified: Date;
}

/** An object with its bytes, or with some of them. */
export interface OpenObject extends StoredObject {
  readonly body: Readable;
  readonly range: ByteRange | undefined;
}

export interface ObjectList extends Omit<KeyPage, 'keys'> {
  readonly objects: readonly StoredObject[];
}

export function storedObject(key: string, { size, mtime }: BigIntStats, description: Description): StoredObject {
  return { ...description, key, size: Number(size), lastModified: mtime };
}
