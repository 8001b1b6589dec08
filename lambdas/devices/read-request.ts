import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type RawBody, rawBodyOf } from '../shared/http/raw-body.js';
import type { Call } from './answers.js';

export interface DeviceRequest {
  readonly call: Call;
  readonly did: string;
  readonly body: RawBody;
  /** Of whoever calls; it is looked up and never kept. */
  readonly ip: string;
  readonly userAgent: string | undefined;
}

/** Splits a request of an HTTP API, payload 2.0. Its method tells the calls apart, by whatever path a client comes. */
export function readRequest(event: APIGatewayProxyEventV2): DeviceRequest {
  const { pathParameters, requestContext } = event;
  const { method, sourceIp, userAgent } = requestContext.http;
  return {
    call: method === 'POST' ? 'register' : 'profile',
    did: pathParameters?.did ?? '',
    body: rawBodyOf(event),
    ip: sourceIp,
    userAgent,
  };
}
