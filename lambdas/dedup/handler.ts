import { dynamoClient, kinesisClient } from '../shared/clients.js';
import { dynamoProgress } from '../shared/dynamo-progress.js';
import { readCount, readEnv } from '../shared/env.js';
import { deployedFailedBook } from '../shared/failed-stores.js';
import { putAll } from '../shared/put-all.js';
import { recordWriter } from '../shared/put-records.js';
import { streamStage } from '../shared/stream-stage.js';
import { dedupFrames } from './dedup-frames.js';
import { dynamoClaims } from './dynamo-claims.js';

const env = readEnv({
  table: 'CLAIMS_TABLE',
  progressTable: 'PROGRESS_TABLE',
  outputStream: 'OUTPUT_STREAM',
});
const windowDays = readCount('CLAIM_WINDOW_DAYS');
const kinesis = kinesisClient();
const client = dynamoClient();

/** Kinesis `ingest` → claims → Kinesis `unique`. */
export const handler = streamStage(
  'dedup',
  (frames, remainingMs) =>
    dedupFrames(frames, {
      ...dynamoClaims({ client, table: env.table, windowDays, now: Date.now, remainingMs }),
      forward: (records) => putAll(records, recordWriter(kinesis, env.outputStream, remainingMs)),
    }),
  {
    keepFailed: deployedFailedBook(),
    progress: (remainingMs) =>
      dynamoProgress({ client, table: env.progressTable, stage: 'dedup', now: Date.now, remainingMs }),
  },
);
