import type { BulkItem, IndexedDocument } from './bulk.js';

/** How a document ended that was not indexed. */
export interface FailedDocument {
  readonly document: IndexedDocument;
  readonly item: BulkItem;
}

/** The line of a document under `AmazonOpenSearchService_failed/`: Firehose, "Handle data delivery failures". */
export function failedDocumentLine({ document, item }: FailedDocument, attempts: number, endedAt: number): string {
  const { id, index, arrivedAt, data } = document;
  return `${JSON.stringify({
    attemptsMade: attempts,
    arrivalTimestamp: arrivedAt,
    errorCode: String(item.status),
    errorMessage: typeof item.error === 'string' ? item.error : JSON.stringify(item.error),
    attemptEndingTimestamp: endedAt,
    esDocumentId: id,
    esIndexName: index,
    esTypeName: '',
    rawData: data.toString('base64'),
  })}\n`;
}
