import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Attempt, Batch, Destination, PutObject } from '../destination.js';
import { expandPrefix, nameTime } from '../key-prefix.js';
import { type BulkItem, BulkRefused, bulkLines, type IndexedDocument, portionsOf, type SendBulk } from './bulk.js';
import { type FailedDocument, failedDocumentLine } from './failed-document.js';

/** `AmazonopensearchserviceDestinationConfiguration`. */
export interface OpenSearchSettings {
  /** Of the delivery stream; part of each key. */
  readonly name: string;
  /** Name of the index of a document, by its arrival. */
  readonly indexOf: (arrivedAt: number) => string;
  /** "RetryOptions: the total time of retries, the first attempt included". */
  readonly retryMs: number;
  /** Where documents go that were not indexed. */
  readonly backup: { readonly bucket: string; readonly errorPrefix: string; readonly gzip: boolean };
}

/** What a batch came to. */
export interface Delivered {
  readonly indexed: number;
  /** Documents that are in S3 in its place. */
  readonly failed: number;
}

export interface OpenSearchPorts {
  readonly send: SendBulk;
  readonly put: PutObject;
  readonly now: () => number;
  /** Told of each batch once it is delivered, with the reason of the first document that was not indexed. */
  readonly onDelivered: (delivered: Delivered, key: string, firstReason: string | undefined) => void;
}

/** "Handle data delivery failures": the folder of documents that were not indexed. */
const errorType = 'AmazonOpenSearchService_failed';

/**
 * Documents into daily indices. A document that the index refuses goes to S3 at once; where it is OpenSearch that can't,
 * the batch is tried again until `retryMs` are over, then what is left goes to S3 too.
 */
export class OpenSearchDestination implements Destination {
  constructor(
    private readonly settings: OpenSearchSettings,
    private readonly ports: OpenSearchPorts,
  ) {}

  keyFor(oldestAt: number): string {
    const { name, backup } = this.settings;
    const prefix = expandPrefix(backup.errorPrefix, oldestAt, 'UTC', errorType);
    return `${prefix}${name}-1-${nameTime(oldestAt)}-${randomUUID()}${backup.gzip ? '.gz' : ''}`;
  }

  async deliver(batch: Batch, attempt: Attempt): Promise<void> {
    const isLast = this.ports.now() - attempt.since >= this.settings.retryMs;
    const failed: FailedDocument[] = [];
    let documents = 0;
    for (const portion of portionsOf(batch, this.settings.indexOf)) {
      documents += portion.length;
      for (const one of await this.index(portion)) {
        if (isRetryable(one.item) && !isLast) throw new Error(describe(one.item));
        failed.push(one);
      }
    }
    if (failed.length > 0) await this.keep(failed, attempt);
    const firstReason = failed[0] && describe(failed[0].item);
    this.ports.onDelivered({ indexed: documents - failed.length, failed: failed.length }, attempt.key, firstReason);
  }

  /** @returns the documents that were not indexed */
  private async index(portion: readonly IndexedDocument[]): Promise<FailedDocument[]> {
    const items = await this.items(portion);
    return portion.flatMap((document, place) => {
      const item = items[place] ?? { status: 0, error: 'no answer for this document' };
      return isIndexed(item) ? [] : [{ document, item }];
    });
  }

  private async items(portion: readonly IndexedDocument[]): Promise<readonly BulkItem[]> {
    try {
      return await this.ports.send(bulkLines(portion));
    } catch (error) {
      if (!(error instanceof BulkRefused)) throw error;
      return portion.map(() => ({ status: error.status, error: error.message, wasWhole: true }));
    }
  }

  private async keep(failed: readonly FailedDocument[], { key, number }: Attempt): Promise<void> {
    const { bucket, gzip } = this.settings.backup;
    const endedAt = this.ports.now();
    const lines = Readable.from(failed.map((one) => failedDocumentLine(one, number, endedAt)));
    await this.ports.put(bucket, key, gzip ? lines.pipe(createGzip()) : lines);
  }
}

const isIndexed = ({ status }: BulkItem): boolean => status >= 200 && status < 300;

/** What OpenSearch could not do now, as against what an index will never take. */
function isRetryable({ status, error, wasWhole }: BulkItem & { readonly wasWhole?: boolean }): boolean {
  return wasWhole === true || status === 0 || status === 429 || status >= 500 || becameAlias(error);
}

/** The index was to be made while a rebuild put its alias there: the next try finds that. */
function becameAlias(error: unknown): boolean {
  const { type, reason } = (error ?? {}) as { readonly type?: unknown; readonly reason?: unknown };
  return type === 'invalid_index_name_exception' && String(reason).includes('already exists as alias');
}

function describe({ status, error }: BulkItem): string {
  const what = typeof error === 'string' ? error : JSON.stringify(error);
  return `OpenSearch: ${status === 0 ? '' : `${status} `}${what}`;
}
