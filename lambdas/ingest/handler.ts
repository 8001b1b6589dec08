import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { firehoseClient, kinesisClient } from '../shared/clients.js';
import { readEnv } from '../shared/env.js';
import { failedBook } from '../shared/failed-book.js';
import { count, logger } from '../shared/observe.js';
import { observed } from '../shared/observed.js';
import { putAllOrThrow } from '../shared/put-all.js';
import { recordWriter } from '../shared/put-records.js';
import { healthCheck } from './check-health.js';
import { ingestBatch } from './ingest-batch.js';
import { readRequest } from './read-request.js';

const env = readEnv({ outputStream: 'OUTPUT_STREAM', failedDeliveryStream: 'FAILED_DELIVERY_STREAM' });
const kinesis = kinesisClient();
const keepFailed = failedBook(firehoseClient(), env.failedDeliveryStream);
/** Kept back from the time to try in, so that a 503 still leaves. */
const reserveMs = 2_000;

const describeStream = new DescribeStreamSummaryCommand({ StreamName: env.outputStream });
const checkHealth = healthCheck(() => kinesis.send(describeStream), Date.now);

/** HTTP API → Kinesis `ingest`. */
export const handler = observed(async (event: APIGatewayProxyEventV2, context: Context) => {
  if (event.routeKey === 'GET /health') return checkHealth();
  const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
  const { raw, sender } = readRequest(event);
  const { answer, failures, error, ...counts } = await ingestBatch(raw, sender, {
    forward: (records) => putAllOrThrow(records, recordWriter(kinesis, env.outputStream, remainingMs)),
    keepFailed: (events) => keepFailed(events, remainingMs),
    now: Date.now,
  });
  if (error) logger.error('batch not taken, answered 503', error);
  count({ ...counts, failed: failures });
  return answer;
});
