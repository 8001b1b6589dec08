import { randomUUID } from 'node:crypto';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { dynamoClient } from '../shared/aws/clients.js';
import { readEnv } from '../shared/function/env.js';
import { logger, metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { openRecords } from '../shared/registry/aws/open-records.js';
import { registryLookup } from '../shared/registry/registry-lookup.js';
import { readRequest } from './read-request.js';
import { serveRequest } from './serve-request.js';

const { table } = readEnv({ table: 'REGISTRY_TABLE' });
const client = dynamoClient();
const lookUp = registryLookup(client);
/** Kept back from the time to try in, so that a 503 still leaves. */
const reserveMs = 1_000;

/** HTTP API → `device` records of the registry. What a request holds is never logged. */
export const handler = observed(async (event: APIGatewayProxyEventV2, context: Context) => {
  const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
  const { answer, outcome, error } = await serveRequest(readRequest(event), {
    records: openRecords({ client, table, remainingMs, now: Date.now }),
    findLocations: async (entities) => (await lookUp(entities, remainingMs)).records,
    makeId: randomUUID,
  });
  if (error) logger.error('device request not done, answered 503', error);
  metrics.addMetric(outcome, MetricUnit.Count, 1);
  return answer;
});
