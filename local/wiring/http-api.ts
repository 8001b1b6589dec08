import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { LocalFunction } from '../lambda/local-function.js';
import { account } from '../template/resource-types.js';
import type { Properties } from '../template/template.js';
import { corsHeaders, preflightHeaders } from './cors.js';
import type { Throttle } from './throttle.js';

/** An HTTP API, from the template. */
export interface HttpApi {
  readonly cors: Properties | undefined;
  /** `POST /v1/telemetry` → the function behind it. */
  readonly routes: ReadonlyMap<string, LocalFunction>;
  readonly throttle: Throttle;
  /** Told of what API Gateway would hide behind a 500. */
  readonly onError: (line: string) => void;
}

interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** "HTTP API quotas": bytes of a body; "Lambda quotas": bytes of an invocation's event. */
const maxBodyBytes = 10 * 1024 * 1024;
const maxEventBytes = 6 * 1024 * 1024;
/** API Gateway hands these over as text, everything else base64-coded. */
const textTypes = /^(text\/|application\/(json|javascript|xml|[^;]*\+json))/;

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
      api.onError(`${request.method} ${request.url}: ${(error as Error).message}`);
      send(response, gatewayMade(500, 'Internal Server Error'), own);
    }
  });
}

async function respond(api: HttpApi, request: IncomingMessage): Promise<HttpAnswer> {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  if (request.method === 'OPTIONS' && api.cors) {
    return { status: 204, headers: preflightHeaders(api.cors, request.headers) };
  }
  const routeKey = `${request.method} ${path}`;
  const target = api.routes.get(routeKey);
  const body = await readLimited(request);
  if (!target) return gatewayMade(404, 'Not Found');
  if (!api.throttle.allows()) return gatewayMade(429, 'Too Many Requests');
  if (!body) return gatewayMade(413, 'Request Entity Too Large');

  const event = toEvent({ routeKey, path, query }, request, body);
  // Only a body that can come near the limit is worth measuring.
  if (body.length > maxEventBytes / 4 && Buffer.byteLength(JSON.stringify(event)) > maxEventBytes) {
    return gatewayMade(413, 'Request Entity Too Large');
  }
  const outcome = await target.invoke(event);
  if (outcome.error) {
    api.onError(`${target.name}: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
    return gatewayMade(500, 'Internal Server Error');
  }
  return toAnswer(outcome.result as LambdaAnswer);
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

/** What a request is for. */
interface Target {
  readonly routeKey: string;
  readonly path: string;
  readonly query: string;
}

/** API Gateway's payload format 2.0. */
function toEvent({ routeKey, path, query }: Target, request: IncomingMessage, body: Buffer): object {
  const { headers } = request;
  const now = new Date();
  const isText = textTypes.test(headers['content-type'] ?? '') && !headers['content-encoding'] && isUtf8(body);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    queryStringParameters: joinParameters(new URLSearchParams(query)),
    headers: joinHeaders(headers),
    requestContext: {
      accountId: account,
      apiId: 'local',
      domainName: headers.host,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** "Payload format 2.0: multiple values are joined with commas." */
function joinParameters(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]));
}

/** Such as `21/Nov/2026:03:06:34 +0000`. */
function logTime(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

function joinHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
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
