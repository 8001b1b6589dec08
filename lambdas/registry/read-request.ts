import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import { type RawBody, rawBodyOf } from '../shared/http/raw-body.js';
import type { RecordKey } from '../shared/registry/aws/items.js';

/** What the authorizer says of a token. */
interface TokenContext {
  /** Separated by spaces. */
  readonly scopes?: string;
  /** JSON list of the channels that it is bound to. */
  readonly channels?: string;
}

/** A request of an HTTP API, payload 2.0; without an authorizer on stage `local` alone. */
export type RegistryEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<TokenContext | null | undefined>;

export interface RegistryRequest {
  readonly method: string;
  /** Without an id, which is '' then, where many records are sent. */
  readonly key: RecordKey;
  readonly body: RawBody;
  /** Whether personal values may be shown. */
  readonly seesPersonal: boolean;
  /** Channels that the token is bound to; `undefined` for all. */
  readonly channels: readonly string[] | undefined;
  /** Whether a person who was erased is written anew. */
  readonly revives: boolean;
}

/** Splits a request into what it is about and what its token allows. */
export function readRequest(event: RegistryEvent): RegistryRequest {
  const { pathParameters, queryStringParameters, requestContext } = event;
  const { kind = '', id = '' } = pathParameters ?? {};
  const { authorizer } = requestContext as Partial<RegistryEvent['requestContext']>;
  const token = authorizer?.lambda;
  return {
    method: requestContext.http.method,
    key: { kind, id },
    body: rawBodyOf(event),
    seesPersonal: !token || (token.scopes ?? '').split(' ').includes('registry:personal'),
    channels: token?.channels === undefined ? undefined : (JSON.parse(token.channels) as string[]),
    revives: queryStringParameters?.revive === 'true',
  };
}
