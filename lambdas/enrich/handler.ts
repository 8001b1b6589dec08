import { dynamoClient } from '../shared/clients.js';
import { dynamoProgress } from '../shared/dynamo-progress.js';
import { readEnv } from '../shared/env.js';
import { deployedFailedBook } from '../shared/failed-stores.js';
import { streamStage } from '../shared/stream-stage.js';
import { enrichFrames } from './enrich-frames.js';
import { enrichPorts } from './enrich-ports.js';
import { enrichers } from './enrichers.js';

const env = readEnv({
  progressTable: 'PROGRESS_TABLE',
  defaultChannel: 'DEFAULT_CHANNEL',
  timeZone: 'TIME_ZONE',
});
const client = dynamoClient();
const ports = enrichPorts(client);

/** Kinesis `unique` → mended and stamped, with what the registry knows → Kinesis `enriched`. */
export const handler = streamStage(
  'enrich',
  (frames, remainingMs) => enrichFrames(frames, { ...env, enrichers }, ports(remainingMs)),
  {
    keepFailed: deployedFailedBook(),
    progress: (remainingMs) =>
      dynamoProgress({ client, table: env.progressTable, stage: 'enrich', now: Date.now, remainingMs }),
  },
);
