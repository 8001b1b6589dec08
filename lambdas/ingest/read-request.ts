import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import { decodeHeaderText } from '../shared/http/header-text.js';
import { type RawBody, rawBodyOf } from '../shared/http/raw-body.js';
import { cutText } from '../shared/text/well-formed.js';
import type { IngestRequest } from './ingest-batch.js';
import { pixelBody } from './pixel.js';

/** What the authorizer says of a token; nothing of it where no token is asked for. */
interface TokenContext {
  /** JSON list of the channels that it is bound to. */
  readonly channels?: string;
}

/** A request of an HTTP API, payload 2.0: header names are lower-case. */
export type TelemetryRequest = APIGatewayProxyEventV2WithLambdaAuthorizer<TokenContext | null | undefined>;

export const pixelRoute = 'GET /v1/telemetry/pixel';

/** Splits a request into its body, its sender, and the channels of its token. */
export function readRequest(event: TelemetryRequest, keepWholeIp: boolean): IngestRequest {
  const { headers, requestContext } = event;
  const { sourceIp, userAgent } = requestContext.http;
  const { authorizer } = requestContext as Partial<TelemetryRequest['requestContext']>;
  const channels = authorizer?.lambda?.channels;
  return {
    body: readRawBody(event),
    sender: {
      channel: textOf(headers['x-channel-id']),
      did: textOf(headers['x-device-id']) || undefined,
      pid: textOf(headers['x-app-id']),
      ip: keepWholeIp ? sourceIp : truncateIp(sourceIp),
      userAgent: cut(userAgent),
    },
    channels: channels === undefined ? undefined : (JSON.parse(channels) as string[]),
  };
}

function readRawBody(event: TelemetryRequest): RawBody {
  return event.routeKey === pixelRoute ? pixelBody(event.rawQueryString) : rawBodyOf(event);
}

/** Characters of a header that are kept. Each failed event repeats them, so a small body must not make them large. */
const maxHeaderLength = 256;

function cut(value: string | undefined): string | undefined {
  return value === undefined ? undefined : cutText(value, maxHeaderLength);
}

/** An id of a user's own choice, which may be in any script. */
function textOf(value: string | undefined): string | undefined {
  return cut(value === undefined ? undefined : decodeHeaderText(value));
}

/** The address without its host part, /24 or /48: enough for a city, too little for a person. */
export function truncateIp(ip: string): string {
  if (ip.includes('.') && !ip.includes(':')) return ip.replace(/\.\d+$/, '.0');
  const [head = ''] = ip.split('::');
  return `${head.split(':').slice(0, 3).join(':')}::`;
}
