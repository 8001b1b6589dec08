import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { TokenScope } from '../front/access.js';

export interface ExhaustRoute {
  readonly method: HttpMethod;
  readonly path: string;
  /** `none`: the link itself is signed, and good for a day. */
  readonly scope: TokenScope | 'none';
}

/** Every route to the exhaust function, where Sunbird's dataset service has them; the last two are ours. */
export const exhaustRoutes: readonly ExhaustRoute[] = [
  { method: HttpMethod.POST, path: '/dataset/v1/request/submit', scope: 'exhaust:request' },
  { method: HttpMethod.GET, path: '/dataset/v1/request/read/{tag}', scope: 'exhaust:read' },
  { method: HttpMethod.GET, path: '/dataset/v1/request/list/{tag}', scope: 'exhaust:read' },
  { method: HttpMethod.POST, path: '/dataset/v1/request/search', scope: 'exhaust:read' },
  { method: HttpMethod.POST, path: '/dataset/v1/request/run', scope: 'exhaust:request' },
  { method: HttpMethod.GET, path: '/dataset/v1/file/{requestId}/{name}', scope: 'none' },
  // API Gateway takes no GET for a HEAD, and download tools ask with one before they fetch.
  { method: HttpMethod.HEAD, path: '/dataset/v1/file/{requestId}/{name}', scope: 'none' },
];
