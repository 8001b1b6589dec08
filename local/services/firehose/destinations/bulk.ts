import type { Batch } from '../destination.js';

/** A document on its way into an index. */
export interface IndexedDocument {
  readonly id: string;
  readonly index: string;
  readonly arrivedAt: number;
  readonly data: Buffer;
}

/** What `_bulk` answers of one document: "Bulk API, response". */
export interface BulkItem {
  readonly status: number;
  readonly error?: unknown;
}

/** Sends the lines of a `_bulk` request. @returns an item a document, in order. @throws BulkRefused when it was not taken */
export type SendBulk = (lines: Buffer) => Promise<readonly BulkItem[]>;

/** A request as a whole was not taken: nobody knows of its documents whether they were. */
export class BulkRefused extends Error {
  /** @param status of the answer; 0 where there was none */
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** "OpenSearch Service quotas": 10 MiB a request on small instances; half of that leaves room for the action lines. */
const maxBulkBytes = 5 * 1024 * 1024;

/** The documents of a batch, in portions of one request each. */
export function* portionsOf(batch: Batch, indexOf: (arrivedAt: number) => string): Generator<IndexedDocument[]> {
  let portion: IndexedDocument[] = [];
  let bytes = 0;
  for (const { id, arrivedAt, documents } of batch.records()) {
    const index = indexOf(arrivedAt);
    for (const [place, data] of documents.entries()) {
      bytes += data.length;
      if (bytes > maxBulkBytes && portion.length > 0) {
        yield portion;
        portion = [];
        bytes = data.length;
      }
      portion.push({ id: `${id}.${place}`, index, arrivedAt, data });
    }
  }
  if (portion.length > 0) yield portion;
}

/** The lines of a request: what to do, and with what. A document that comes again takes its own place. */
export function bulkLines(documents: readonly IndexedDocument[]): Buffer {
  return Buffer.concat(
    documents.flatMap(({ id, index, data }) => [
      Buffer.from(`{"index":{"_index":${JSON.stringify(index)},"_id":${JSON.stringify(id)}}}\n`),
      data,
      lineEnd,
    ]),
  );
}

const lineEnd = Buffer.from('\n');
