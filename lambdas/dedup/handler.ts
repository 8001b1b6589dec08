import { dynamoClient, kinesisClient } from '../shared/aws/clients.js';
import { putAll } from '../shared/aws/put-all.js';
import { recordWriter } from '../shared/aws/put-records.js';
import { dynamoProgress } from '../shared/frames/aws/dynamo-progress.js';
import { deployedFailedBook } from '../shared/frames/aws/failed-stores.js';
import { streamStage } from '../shared/frames/stream-stage.js';
import { readCount, readEnv } from '../shared/function/env.js';
import { dynamoClaims } from './aws/dynamo-claims.js';
import { dedupFrames } from './dedup-frames.js';

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
