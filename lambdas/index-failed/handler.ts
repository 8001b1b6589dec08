import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { S3ObjectCreatedNotificationEvent } from 'aws-lambda';
import { s3Client } from '../shared/aws/clients.js';
import { s3Objects } from '../shared/aws/s3-objects.js';
import { searchClient } from '../shared/aws/search-client.js';
import { readEnv } from '../shared/function/env.js';
import { logger, metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { searchDocuments } from './aws/search-documents.js';
import { indexObject } from './index-object.js';

const env = readEnv({ bucket: 'LAKE_BUCKET' });
const ports = { ...s3Objects(s3Client(), env.bucket), ...searchDocuments(searchClient()) };

/** EventBridge "Object Created" under `failed/` → OpenSearch `failed-YYYY-MM-DD`. */
export const handler = observed(async ({ detail }: Pick<S3ObjectCreatedNotificationEvent, 'detail'>) => {
  const { key } = detail.object;
  const counts = await indexObject(key, ports);
  for (const [outcome, count] of Object.entries(counts)) metrics.addMetric(outcome, MetricUnit.Count, count);
  if (counts.broken > 0) logger.error('an object is no whole gzip; its lines are indexed up to that place', { key });
  return counts;
});
