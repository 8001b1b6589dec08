import type { BodySizes } from '../shared/http/read-body.js';
import type { JsonLimits } from '../shared/http/read-json.js';
import { maxDepth } from '../shared/telemetry/check-shape.js';

/** Bytes of a record. All that a user may have together stays far below DynamoDB's 400 KB an item. */
export const maxRecordBytes = 64 * 1024;

/**
 * What a request with many records may hold: as many as one BatchGetItem reads ("up to 100 items"), so that even
 * those with a hundred registrations each are written in the function's time; and far less than the 6 MB that
 * Lambda takes.
 */
export const maxBulk = { records: 100, bytes: 1024 * 1024 } as const;

/** A body of at most so many bytes, compressed or not. */
const upTo = (bytes: number, mend?: string): BodySizes => ({
  text: bytes,
  coded: bytes,
  inflated: bytes,
  ...(mend && { mend }),
});

export const recordSizes = upTo(maxRecordBytes);
export const bulkSizes = upTo(maxBulk.bytes, 'Send fewer records at a time.');

/** A record ends in events, which nest no deeper. */
export const recordLimits: JsonLimits = { depth: maxDepth };
/** The same records in `{"records": […]}`. */
export const bulkLimits: JsonLimits = { depth: maxDepth + 2 };
