import type { TelemetryRequest } from '../../lambdas/ingest/read-request.js';

/** A request as API Gateway's HTTP API hands it over (payload 2.0). */
export function aRequest(overrides: Partial<TelemetryRequest> = {}): TelemetryRequest {
  const routeKey = 'POST /v1/telemetry';
  return {
    version: '2.0',
    routeKey,
    rawPath: '/v1/telemetry',
    rawQueryString: '',
    headers: {},
    isBase64Encoded: false,
    // API Gateway leaves `authorizer` out where a route has none.
    requestContext: {
      accountId: '111122223333',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: {
        method: 'POST',
        path: '/v1/telemetry',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.17',
        userAgent: 'telemetry-sdk',
      },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '15/Jan/2024:06:30:00 +0000',
      timeEpoch: 1_705_300_200_000,
    } as TelemetryRequest['requestContext'],
    ...overrides,
  };
}
