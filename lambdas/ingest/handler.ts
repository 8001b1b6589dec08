import type { Context } from 'aws-lambda';
import { kinesisClient } from '../shared/aws/clients.js';
import { deployedFailedBook } from '../shared/frames/aws/failed-stores.js';
import { frameForwarder } from '../shared/frames/aws/forward-frames.js';
import { readEnv, readJson } from '../shared/function/env.js';
import { count, logger } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { registrationLookup } from '../shared/registry/registration-lookup.js';
import type { JudgingSettings } from '../shared/telemetry/judge-rules.js';
import { streamHealth } from './aws/stream-health.js';
import { ingestBatch } from './ingest-batch.js';
import { pixelAnswer } from './pixel.js';
import { pixelRoute, readRequest, type TelemetryRequest } from './read-request.js';
import { WriteWatch } from './watch-writes.js';

const env = readEnv({ outputStream: 'OUTPUT_STREAM', ip: 'IP' });
const judging = readJson('JUDGING') as JudgingSettings;
const kinesis = kinesisClient();
const forward = frameForwarder(kinesis, env.outputStream);
const keepFailed = deployedFailedBook();
const askRegistrations = registrationLookup();
const writes = new WriteWatch(Date.now);
const checkHealth = streamHealth(kinesis, env.outputStream, writes);
/** Kept back from the time to try in, so that a 503 still leaves. */
const reserveMs = 2_000;

/** HTTP API → Kinesis `ingest`. */
export const handler = observed(async (event: TelemetryRequest, context: Context) => {
  if (event.routeKey.endsWith(' /health')) return checkHealth();
  const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
  const { answer, failures, error, ...counts } = await ingestBatch(readRequest(event, env.ip === 'whole'), judging, {
    askRegistrations: askRegistrations(remainingMs),
    forward: (frames) => writes.watch(() => forward(frames, remainingMs)),
    keepFailed: (events, bytesIn) => keepFailed(events, bytesIn, remainingMs),
    now: Date.now,
  });
  if (error) logger.error('batch not taken, answered 503', error);
  count({ ...counts, failed: failures });
  return event.routeKey === pixelRoute ? pixelAnswer(answer) : answer;
});
