import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { dynamoClient, kmsClient } from '../shared/aws/clients.js';
import { readEnv } from '../shared/function/env.js';
import { logger, metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { kmsDataKeys } from '../shared/registry/aws/kms-data-keys.js';
import { dynamoRecords } from './aws/dynamo-records.js';
import { type RegistryEvent, readRequest } from './read-request.js';
import { serveRequest } from './serve-request.js';

const { table, keyId } = readEnv({ table: 'REGISTRY_TABLE', keyId: 'REGISTRY_KEY' });
const client = dynamoClient();
const keys = kmsDataKeys({ client: kmsClient(), keyId, now: Date.now });
/** Kept back from the time to try in, so that a 503 still leaves. */
const reserveMs = 1_000;

/** HTTP API → the registry's table. What a request holds is never logged. */
export const handler = observed(async (event: RegistryEvent, context: Context) => {
  const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
  const records = dynamoRecords({ client, table, remainingMs });
  const { answer, counts, error } = await serveRequest(readRequest(event), { records, keys, now: Date.now });
  if (error) logger.error('registry request not done, answered 503', error);
  for (const [outcome, count] of Object.entries(counts)) metrics.addMetric(outcome, MetricUnit.Count, count);
  return answer;
});
