import { account, region } from '../../template/resource-types.js';
import type { LocalFunction } from '../lambda/local-function.js';
import type { RequestEvent } from './http-event.js';

/** A REQUEST authorizer of an HTTP API, from the template: payload 2.0, simple responses. */
export interface AuthorizerSettings {
  readonly apiId: string;
  /** Selection expressions such as `$request.header.Authorization`. */
  readonly identitySource: readonly string[];
  /** How long an answer is remembered; 0 for not at all. */
  readonly ttlMs: number;
}

/** What API Gateway makes of a request: on to the route's function with a context, or a refusal of its own. */
export type Admission = { readonly context: object } | { readonly status: 401 | 403 };

type Select = (event: RequestEvent) => string | undefined;

const sources: readonly { readonly pattern: RegExp; readonly select: (name: string) => Select }[] = [
  {
    pattern: /^\$request\.header\.(.+)$/,
    select:
      (name) =>
      ({ headers }) =>
        headers[name.toLowerCase()],
  },
  {
    pattern: /^\$request\.querystring\.(.+)$/,
    select:
      (name) =>
      ({ queryStringParameters }) =>
        queryStringParameters[name],
  },
  {
    pattern: /^\$context\.(routeKey)$/,
    select:
      () =>
      ({ routeKey }) =>
        routeKey,
  },
];

/** Answers that are remembered at a time; tokens without end must not fill the memory. */
const maxRemembered = 10_000;

/** "HTTP API Lambda authorizers": asks the function, and remembers its answer by the values of the identity sources. */
export class Authorizer {
  private readonly selections: readonly Select[];
  private readonly remembered = new Map<string, { readonly until: number; readonly admission: Admission }>();

  /** @throws Error naming an identity source that the runner doesn't know */
  constructor(
    private readonly settings: AuthorizerSettings,
    private readonly fn: LocalFunction,
    private readonly now: () => number = Date.now,
  ) {
    this.selections = settings.identitySource.map(readSource);
  }

  /** @throws Error when the function fails or answers nonsense, which API Gateway hides behind a 500 */
  async admit(event: RequestEvent): Promise<Admission> {
    const identities = this.selections.map((select) => select(event));
    if (identities.some((identity) => !identity)) return { status: 401 };
    const key = JSON.stringify(identities);
    const known = this.remembered.get(key);
    if (known && known.until > this.now()) return known.admission;
    const admission = await this.ask(event, identities as string[]);
    if (this.remembered.size >= maxRemembered) this.remembered.clear();
    this.remembered.set(key, { until: this.now() + this.settings.ttlMs, admission });
    return admission;
  }

  private async ask(event: RequestEvent, identitySource: readonly string[]): Promise<Admission> {
    const [method, path] = event.routeKey.split(' ');
    const routeArn = `arn:aws:execute-api:${region}:${account}:${this.settings.apiId}/$default/${method}${path}`;
    const outcome = await this.fn.invoke({ ...event, type: 'REQUEST', routeArn, identitySource });
    if (outcome.error) throw new Error(`${this.fn.name}: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
    const { isAuthorized, context = {} } = (outcome.result ?? {}) as { isAuthorized?: unknown; context?: object };
    if (typeof isAuthorized !== 'boolean') {
      throw new Error(`${this.fn.name}: expected an answer with isAuthorized, true or false, found none.`);
    }
    return isAuthorized ? { context } : { status: 403 };
  }
}

function readSource(expression: string): Select {
  for (const { pattern, select } of sources) {
    const name = pattern.exec(expression)?.[1];
    if (name !== undefined) return select(name);
  }
  throw new Error(
    `identity source: expected $request.header.…, $request.querystring.… or $context.routeKey, found ${expression}. Add it in local/services/api-gateway/authorizer.ts.`,
  );
}
