/** Bytes of a record. All that a user may have together stays far below DynamoDB's 400 KB an item. */
export const maxRecordBytes = 64 * 1024;

/**
 * What a request with many records may hold: as many as one BatchGetItem reads ("up to 100 items"), so that even
 * those with a hundred registrations each are written in the function's time; and far less than the 6 MB that
 * Lambda takes.
 */
export const maxBulk = { records: 100, bytes: 1024 * 1024 } as const;
