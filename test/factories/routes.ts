import type { RouteGroup } from '../../lambdas/stray/routes.js';

/** Routes of two functions, in the shape that the stack tells them. */
export const someRoutes: readonly RouteGroup[] = [
  [
    'ingest',
    {
      'POST /v1/telemetry': 'header',
      'POST /data/v3/telemetry': 'header',
      'POST /content/data/v1/telemetry': 'header',
      'POST /v1/telemetry/beacon': 'query',
      'GET /v1/telemetry/pixel': 'query',
      'GET /health': 'none',
      'HEAD /health': 'none',
    },
  ],
  [
    'registry',
    {
      'GET /registry/v1/{kind}/{id}': 'header',
      'PUT /registry/v1/{kind}/{id}': 'header',
      'POST /registry/v1/{kind}': 'header',
    },
  ],
  ['exhaust', { 'GET /dataset/v1/request/read/{tag}': 'header', 'POST /dataset/v1/request/submit': 'header' }],
];
