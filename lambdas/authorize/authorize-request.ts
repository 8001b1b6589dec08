import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { type Refusal, refuse, type Verified } from './reasons.js';

/** "HTTP API Lambda authorizers, payload 2.0, simple response"; texts alone reach the route's function unchanged. */
export interface AuthorizerAnswer {
  readonly isAuthorized: boolean;
  readonly context?: {
    readonly consumer: string;
    /** All that the token may, separated by spaces: a route may show more to one that may more. */
    readonly scopes: string;
    /** JSON of the list of channels that the token is bound to; absent when it is bound to none. */
    readonly channels?: string;
  };
}

/** Route key → scope that it takes. */
export type RouteScopes = Readonly<Record<string, string>>;

export interface AuthorizePorts {
  verify(token: string): Promise<Verified>;
  /** Told once of each refusal. */
  onRefused(refusal: Refusal, consumer: string | undefined): void;
}

/** Judges one request by the token in its first identity source. */
export async function authorizeRequest(
  { identitySource, routeKey }: Pick<APIGatewayRequestAuthorizerEventV2, 'identitySource' | 'routeKey'>,
  scopes: RouteScopes,
  { verify, onRefused }: AuthorizePorts,
): Promise<AuthorizerAnswer> {
  const scope = Object.hasOwn(scopes, routeKey) ? scopes[routeKey] : undefined;
  if (scope === undefined) {
    throw new Error(
      `${routeKey}: expected a scope in ROUTE_SCOPES, found none. Name it in lib/constructs/front/access.ts.`,
    );
  }
  // The answer is remembered by the identity sources, so nothing else of the request may count.
  const token = (identitySource?.[0] ?? '').replace(/^bearer(\s+|$)/i, '').trim();
  const verified = token === '' ? refuse('missing') : await verify(token);
  if (verified.refused !== undefined) {
    onRefused(verified.refused, verified.consumer);
    return { isAuthorized: false };
  }
  const { consumer, channels, scopes: granted } = verified;
  if (!granted.includes(scope)) {
    onRefused('scope', consumer);
    return { isAuthorized: false };
  }
  // As the channels of events are once they are judged: half of a surrogate pair is U+FFFD.
  const bound = channels && { channels: JSON.stringify(channels.map((channel) => channel.toWellFormed())) };
  return { isAuthorized: true, context: { consumer, scopes: granted.join(' '), ...bound } };
}
