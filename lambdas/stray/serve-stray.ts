import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DependencyError } from '../shared/function/errors.js';
import { matchRoute } from '../shared/http/match-route.js';
import { type Answer, asGateway, unknownAddress } from './answers.js';
import { nameNearest } from './name-nearest.js';
import type { KnownRoute, Routes } from './routes.js';
import { straighten } from './straighten.js';

/** What an invocation of another function comes to. */
export type Invoked =
  | { readonly result: unknown }
  /** The function failed, has no concurrency left, or the request is too large for it. */
  | { readonly failed: 'error' | 'throttled' | 'too-large'; readonly why: string };

export interface StrayPorts {
  /** Every route of the API but those that lead here. */
  readonly routes: Routes;
  /** Name of the function that judges tokens; absent where no route takes one. */
  readonly authorizer: string | undefined;
  /** Throws DependencyError when the function can't be reached. */
  invoke(functionName: string, event: object): Promise<Invoked>;
  /** Epoch milliseconds. */
  now(): number;
}

export interface Served {
  readonly answer: Answer;
  /** Name of the metric that counts it. */
  readonly outcome: 'handedOn' | 'refused' | 'unknown' | 'unavailable';
  /** What went wrong behind a 5xx, for the log. */
  readonly why?: string;
}

/** What the authorizer says of a token. */
type Context = Readonly<Record<string, string>>;

/**
 * Serves a request that no route has. Where its path has but slashes too many, or an address put before it, the route
 * that was meant answers, as API Gateway would have had it: its token is judged first, by the authorizer, for that route.
 * Any other is told what there is.
 */
export async function serveStray(event: APIGatewayProxyEventV2, ports: StrayPorts): Promise<Served> {
  const { method } = event.requestContext.http;
  const meant = findMeant(ports.routes, method, event.rawPath);
  if (!meant) {
    const answer = unknownAddress(ports.now(), nameNearest(ports.routes, method, event.rawPath));
    return { answer, outcome: 'unknown' };
  }
  try {
    return await handOn(event, meant, ports);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    return { answer: asGateway(503), outcome: 'unavailable', why: error.message };
  }
}

async function handOn(event: APIGatewayProxyEventV2, meant: Meant, ports: StrayPorts): Promise<Served> {
  const admission = await admit(event, meant, ports);
  if ('answer' in admission) return admission;
  const invoked = await ports.invoke(meant.route.functionName, readdress(event, meant, admission.context));
  return 'failed' in invoked ? broken(invoked) : { answer: invoked.result as Answer, outcome: 'handedOn' };
}

interface Meant {
  readonly routeKey: string;
  readonly path: string;
  readonly route: KnownRoute;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

function findMeant(routes: Routes, method: string, found: string): Meant | undefined {
  for (const path of straighten(found)) {
    const match = matchRoute(routes, method, path);
    if (match) return { ...match, path };
  }
  return undefined;
}

/** "HTTP API Lambda authorizers": 401 where there is no token, 403 where the authorizer says no, 500 where it fails. */
async function admit(
  event: APIGatewayProxyEventV2,
  { routeKey, route: { place } }: Meant,
  { authorizer, invoke }: StrayPorts,
): Promise<Served | { readonly context?: Context }> {
  if (place === 'none') return {};
  if (authorizer === undefined) {
    throw new Error(
      `${routeKey}: expected AUTHORIZER, which judges its token, found none. See lib/constructs/front/strays.ts.`,
    );
  }
  const token = place === 'header' ? event.headers.authorization : event.queryStringParameters?.token;
  if (!token) return { answer: asGateway(401), outcome: 'refused' };
  const judged = await invoke(authorizer, { version: '2.0', type: 'REQUEST', routeKey, identitySource: [token] });
  if ('failed' in judged) return broken(judged);
  const { isAuthorized, context } = (judged.result ?? {}) as { isAuthorized?: unknown; context?: Context };
  if (isAuthorized !== true) return { answer: asGateway(403), outcome: 'refused' };
  return context ? { context } : {};
}

/** The request as API Gateway would have given it to the route's function. */
function readdress(event: APIGatewayProxyEventV2, { routeKey, path, pathParameters }: Meant, context?: Context) {
  const { pathParameters: _, requestContext, ...rest } = event;
  const { http } = requestContext;
  return {
    ...rest,
    routeKey,
    rawPath: path,
    ...(pathParameters && { pathParameters }),
    requestContext: {
      ...requestContext,
      routeKey,
      http: { ...http, path },
      ...(context && { authorizer: { lambda: context } }),
    },
  };
}

const statuses = { error: 500, throttled: 503, 'too-large': 413 } as const;

function broken({ failed, why }: Extract<Invoked, { failed: string }>): Served {
  // What is too large is the sender's fault, and no reason for an alarm.
  const outcome = failed === 'too-large' ? 'refused' : 'unavailable';
  return { answer: asGateway(statuses[failed]), outcome, why };
}
