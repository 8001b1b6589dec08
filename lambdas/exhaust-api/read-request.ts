import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
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
  const { headers, body = '', isBase64Encoded, requestContext } = event;
  const { authorizer } = requestContext as Partial<HttpRequest['requestContext']>;
  const { consumer = headers['x-consumer-id'], channels } = authorizer?.lambda ?? {};
  return {
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
    channel: headers['x-channel-id'],
    consumer,
    channels: channels === undefined ? undefined : (JSON.parse(channels) as string[]),
    // API Gateway writes both: what a client says of them doesn't come through.
    origin: `${headers['x-forwarded-proto'] ?? 'https'}://${requestContext.domainName}`,
  };
}
