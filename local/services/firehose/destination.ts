import type { Readable } from 'node:stream';

/** Writes one object. */
export type PutObject = (bucket: string, key: string, body: Readable) => Promise<unknown>;

/** A record of a batch, with KPL aggregates taken apart. */
export interface BatchRecord {
  /** The same each time that the record is read. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
  readonly documents: readonly Buffer[];
}

/** What a buffer gives away at a time. */
export interface Batch {
  /** Its records, read from disk while they are asked for; each call begins again. */
  records(): Iterable<BatchRecord>;
}

/** One go at a batch. */
export interface Attempt {
  /** The object that may be written: the same over all attempts, so that it exists once. */
  readonly key: string;
  /** When the first attempt began: epoch milliseconds. */
  readonly since: number;
  /** 1 for the first. */
  readonly number: number;
}

/** Where a Firehose delivers to. */
export interface Destination {
  /** Key of the object that a batch may become, by the arrival of its oldest record. */
  keyFor(oldestAt: number): string;
  /** Delivers a batch. @throws Error when it must come again, as it is; nothing is lost then */
  deliver(batch: Batch, attempt: Attempt): Promise<void>;
}
