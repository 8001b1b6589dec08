import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { lambdaClient } from '../shared/aws/clients.js';
import { findEnv, readCount, readJson } from '../shared/function/env.js';
import { logger, metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { functionInvoker } from './aws/function-invoker.js';
import { type RouteGroup, routesOf } from './routes.js';
import { type StrayPorts, serveStray } from './serve-stray.js';

const ports: StrayPorts = {
  routes: routesOf(readJson('ROUTES') as RouteGroup[]),
  authorizer: findEnv('AUTHORIZER'),
  invoke: functionInvoker(lambdaClient(readCount('TARGET_TIMEOUT_SECONDS') * 1_000)),
  now: Date.now,
};

/** HTTP API → the route that was meant, or a 404 that names the nearest. What a request holds is never logged. */
export const handler = observed(async (event: APIGatewayProxyEventV2) => {
  const { answer, outcome, why } = await serveStray(event, ports);
  if (why !== undefined) logger.error('a stray request could not be handed on', { why });
  metrics.addMetric(outcome, MetricUnit.Count, 1);
  return answer;
});
