import { dynamoClient } from '../shared/aws/clients.js';
import { dynamoProgress } from '../shared/frames/aws/dynamo-progress.js';
import { deployedFailedBook } from '../shared/frames/aws/failed-stores.js';
import { streamStage } from '../shared/frames/stream-stage.js';
import { readEnv } from '../shared/function/env.js';
import { enrichPorts } from './aws/enrich-ports.js';
import { enrichFrames } from './enrich-frames.js';
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
