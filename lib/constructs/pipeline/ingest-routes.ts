import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

/** Where the SDKs, the mobile apps and the portals in use today post to. */
const telemetryPaths = [
  '/v1/telemetry',
  '/data/v1/telemetry',
  '/data/v3/telemetry',
  '/content/data/v1/telemetry',
  '/api/data/v1/telemetry',
  '/action/data/v3/telemetry',
];

export interface IngestRoute {
  readonly method: HttpMethod;
  readonly path: string;
  /** Where its token is; a page that goes away (navigator.sendBeacon) and an image can set no header. */
  readonly token: 'header' | 'query' | 'none';
  /** Has the lower throttle of what a stranger calls most easily. */
  readonly isOpen: boolean;
}

/** Every route to the ingest function. */
export const ingestRoutes: readonly IngestRoute[] = [
  ...telemetryPaths.map((path) => ({ method: HttpMethod.POST, path, token: 'header', isOpen: false }) as const),
  { method: HttpMethod.POST, path: '/v1/telemetry/beacon', token: 'query', isOpen: true },
  { method: HttpMethod.GET, path: '/v1/telemetry/pixel', token: 'query', isOpen: true },
  { method: HttpMethod.GET, path: '/health', token: 'none', isOpen: true },
  // API Gateway takes no GET for a HEAD, and monitors send either.
  { method: HttpMethod.HEAD, path: '/health', token: 'none', isOpen: true },
];
