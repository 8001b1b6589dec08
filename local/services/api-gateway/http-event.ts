import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { account } from '../../template/resource-types.js';

/** What a request is for. */
export interface Target {
  readonly routeKey: string;
  readonly path: string;
  readonly query: string;
  /** Values of the variables in the route's path; absent where it has none. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/** What the payloads of a route's function and of its authorizer have in common. */
export interface RequestEvent {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly queryStringParameters: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: object;
}

/** API Gateway hands these over as text, everything else base64-coded. */
const textTypes = /^(text\/|application\/(json|javascript|xml|[^;]*\+json))/;

/** API Gateway's payload format 2.0, but for the body. */
export function toEvent({ routeKey, path, query, pathParameters }: Target, request: IncomingMessage): RequestEvent {
  const { headers } = request;
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    queryStringParameters: joinParameters(new URLSearchParams(query)),
    ...(pathParameters && { pathParameters }),
    // "Header mapping": API Gateway writes it over whatever a client sends.
    headers: { ...joinHeaders(request.headersDistinct), 'x-forwarded-proto': 'http' },
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
  };
}

/** The event of a route's function: with the body, and with what the authorizer said. */
export function withBody(event: RequestEvent, body: Buffer, authorized: object | undefined): object {
  const { 'content-type': type = '', 'content-encoding': encoding } = event.headers;
  const isText = textTypes.test(type) && !encoding && isUtf8(body);
  return {
    ...event,
    requestContext: { ...event.requestContext, ...(authorized && { authorizer: { lambda: authorized } }) },
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

/** "Payload format 2.0: duplicate headers are combined with commas"; Node's own `headers` drop a second Authorization. */
function joinHeaders(headers: NodeJS.Dict<string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(',')]));
}
