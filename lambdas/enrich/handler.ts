import { dynamoClient, firehoseClient, kinesisClient } from '../shared/clients.js';
import { dynamoProgress } from '../shared/dynamo-progress.js';
import { readEnv } from '../shared/env.js';
import { failedBook } from '../shared/failed-book.js';
import { putAll } from '../shared/put-all.js';
import { recordWriter } from '../shared/put-records.js';
import { registryLookup } from '../shared/registry/registry-lookup.js';
import { streamStage } from '../shared/stream-stage.js';
import { enrichFrames } from './enrich-frames.js';
import { enrichers } from './enrichers.js';

const env = readEnv({
  outputStream: 'OUTPUT_STREAM',
  failedDeliveryStream: 'FAILED_DELIVERY_STREAM',
  progressTable: 'PROGRESS_TABLE',
  defaultChannel: 'DEFAULT_CHANNEL',
  timeZone: 'TIME_ZONE',
});
const kinesis = kinesisClient();
const client = dynamoClient();
const lookup = registryLookup(client);

/** Kinesis `unique` → mended and stamped, with what the registry knows → Kinesis `enriched`. */
export const handler = streamStage(
  'enrich',
  (frames, remainingMs) =>
    enrichFrames(
      frames,
      { ...env, enrichers },
      {
        lookup: (entities) => lookup(entities, remainingMs),
        forward: (records) => putAll(records, recordWriter(kinesis, env.outputStream, remainingMs)),
        now: Date.now,
      },
    ),
  {
    keepFailed: failedBook(firehoseClient(), env.failedDeliveryStream),
    progress: (remainingMs) =>
      dynamoProgress({ client, table: env.progressTable, stage: 'enrich', now: Date.now, remainingMs }),
  },
);
