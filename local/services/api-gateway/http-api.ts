import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { matchRoute } from '../../../lambdas/shared/http/match-route.js';
import type { Properties } from '../../template/types.js';
import type { LocalFunction } from '../lambda/local-function.js';
import { throttled } from '../lambda/messages.js';
import type { Authorizer } from './authorizer.js';
import { corsHeaders, preflightHeaders } from './cors.js';
import { toEvent, withBody } from './http-event.js';
import type { Throttle } from './throttle.js';

/** An HTTP API, from the template. */
export interface HttpApi {
  readonly cors: Properties | undefined;
  /** By route key, such as `POST /v1/telemetry`. */
  readonly routes: ReadonlyMap<string, HttpRoute>;
  /** Of all routes without one of their own. */
  readonly throttle: Throttle;
  /** Told of what API Gateway would hide behind a 500. */
  readonly onError: (line: string) => void;
}

export interface HttpRoute {
  /** The function behind it. */
  readonly target: LocalFunction;
  readonly throttle?: Throttle;
  readonly authorizer?: Authorizer;
}

interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** "HTTP API quotas": bytes of a body; "Lambda quotas": bytes of an invocation's event. */
const maxBodyBytes = 10 * 1024 * 1024;
const maxEventBytes = 6 * 1024 * 1024;

const gatewayMade = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/** Serves the API as API Gateway does: payload format 2.0, CORS on every answer, its own bodies for its own errors. */
export function serveHttpApi(api: HttpApi): Server {
  return createServer({ keepAliveTimeout: 65_000, maxHeaderSize: 10_240 }, async (request, response) => {
    const cors = api.cors ? corsHeaders(api.cors, request.headers.origin) : {};
    const own = { ...cors, 'apigw-requestid': randomUUID() };
    try {
      send(response, await respond(api, request), own);
    } catch (error) {
      // Without the query, which may hold a token.
      api.onError(`${request.method} ${request.url?.split('?')[0]}: ${(error as Error).message}`);
      send(response, gatewayMade(500, 'Internal Server Error'), own);
    }
  });
}

async function respond(api: HttpApi, request: IncomingMessage): Promise<HttpAnswer> {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  if (request.method === 'OPTIONS' && api.cors) {
    return { status: 204, headers: preflightHeaders(api.cors, request.headers) };
  }
  const match = matchRoute(api.routes, request.method ?? '', path);
  const body = await readLimited(request);
  if (!match) return gatewayMade(404, 'Not Found');
  const { route, ...target } = match;
  if (!(route.throttle ?? api.throttle).allows()) return gatewayMade(429, 'Too Many Requests');
  if (!body) return gatewayMade(413, 'Request Entity Too Large');

  const event = toEvent({ ...target, path, query }, request);
  const admission = await route.authorizer?.admit(event);
  if (admission && 'status' in admission) return gatewayMade(admission.status, refusalMessages[admission.status]);
  return invoke(api, route.target, withBody(event, body, admission?.context), body.length);
}

/** "HTTP API Lambda authorizers": 401 where the identity source is missing, 403 where the authorizer says no. */
const refusalMessages = { 401: 'Unauthorized', 403: 'Forbidden' } as const;

async function invoke(api: HttpApi, target: LocalFunction, event: object, bodyLength: number): Promise<HttpAnswer> {
  // Only a body that can come near the limit is worth measuring.
  if (bodyLength > maxEventBytes / 4 && Buffer.byteLength(JSON.stringify(event)) > maxEventBytes) {
    return gatewayMade(413, 'Request Entity Too Large');
  }
  const outcome = await target.invoke(event);
  if (!outcome.error) return toAnswer(outcome.result as LambdaAnswer);
  api.onError(`${target.name}: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  // AWS documents no status for a function without concurrency left; docs/access.md says what is known.
  return outcome.error.errorType === throttled.errorType
    ? gatewayMade(503, 'Service Unavailable')
    : gatewayMade(500, 'Internal Server Error');
}

interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

function toAnswer({ statusCode, headers = {}, body = '', isBase64Encoded }: LambdaAnswer): HttpAnswer {
  return { status: statusCode, headers, body: isBase64Encoded ? Buffer.from(body, 'base64') : body };
}

/** The body, `undefined` when it is too large; what is too much is read and dropped, so that the answer gets through. */
async function readLimited(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return length <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
}

function send(response: ServerResponse, { status, headers, body = '' }: HttpAnswer, own: Record<string, string>): void {
  const data = Buffer.from(body);
  response.writeHead(status, { ...headers, ...own, 'content-length': data.length });
  response.end(data);
}
