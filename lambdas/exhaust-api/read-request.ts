import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import { decodeHeaderText } from '../shared/http/header-text.js';
import { rawBodyOf } from '../shared/http/raw-body.js';
import type { ExhaustRequest } from './ports.js';

/** What the authorizer says of a token; nothing of it where no token is asked for. */
interface TokenContext {
  readonly consumer?: string;
  /** JSON list of the channels that it is bound to. */
  readonly channels?: string;
}

/** A request of an HTTP API, payload 2.0: header names are lower-case. */
export type HttpRequest = APIGatewayProxyEventV2WithLambdaAuthorizer<TokenContext | null | undefined>;

/** Takes a call out of its HTTP request. */
export function readRequest(event: HttpRequest): ExhaustRequest {
  const { headers, requestContext } = event;
  const { authorizer } = requestContext as Partial<HttpRequest['requestContext']>;
  const { consumer = textOf(headers['x-consumer-id']), channels } = authorizer?.lambda ?? {};
  return {
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    body: rawBodyOf(event),
    channel: textOf(headers['x-channel-id']),
    consumer,
    channels: channels === undefined ? undefined : (JSON.parse(channels) as string[]),
    // API Gateway writes both: what a client says of them doesn't come through.
    origin: `${headers['x-forwarded-proto'] ?? 'https'}://${requestContext.domainName}`,
  };
}

const textOf = (header: string | undefined) => (header === undefined ? undefined : decodeHeaderText(header));
