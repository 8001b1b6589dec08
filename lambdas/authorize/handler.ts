import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { secretsClient } from '../shared/aws/clients.js';
import { secretReader } from '../shared/aws/secret-reader.js';
import { readEnv } from '../shared/function/env.js';
import { logger, metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { authorizeRequest, type RouteScopes } from './authorize-request.js';
import { consumerBook } from './consumer-book.js';
import { type Issuer, knownIssuers } from './issuer-keys.js';
import { refusals } from './reasons.js';
import { verifyToken } from './verify-token.js';

const env = readEnv({ secret: 'CONSUMER_SECRETS', issuers: 'ISSUERS', scopes: 'ROUTE_SCOPES' });
const issuers = knownIssuers(JSON.parse(env.issuers) as Issuer[]);
const scopes = JSON.parse(env.scopes) as RouteScopes;
const fetch = secretReader(secretsClient(), env.secret, 'consumer secrets');
const findConsumer = consumerBook({ fetch, now: Date.now });

/** Header or query token → may this request go on to its route's function? */
export const handler = observed(async (event: APIGatewayRequestAuthorizerEventV2) => {
  const answer = await authorizeRequest(event, scopes, {
    verify: (token) => verifyToken(token, { findConsumer, issuers, now: Date.now }),
    onRefused: (reason, consumer) =>
      logger.warn('token refused', { reason, why: refusals[reason], route: event.routeKey, consumer }),
  });
  metrics.addMetric(answer.isAuthorized ? 'allowed' : 'refused', MetricUnit.Count, 1);
  return answer;
});
