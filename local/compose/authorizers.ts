import { Authorizer } from '../services/api-gateway/authorizer.js';
import type { LocalFunction } from '../services/lambda/local-function.js';
import type { Template } from '../template/template.js';
import type { Resource } from '../template/types.js';
import { requireInvoke } from './invoke-permission.js';

/** What the runner does, of what an HTTP API's authorizer may be. */
const built = { AuthorizerType: 'REQUEST', AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true };

/** The template's authorizers, by name. @throws Error when one is of another kind, or may not invoke its function */
export function makeAuthorizers(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
): ReadonlyMap<string, Authorizer> {
  return new Map(
    template.ofType('AWS::ApiGatewayV2::Authorizer').map(({ id, properties }) => {
      for (const [key, expected] of Object.entries(built)) {
        if (properties[key] !== expected) {
          throw new Error(`${id}: the local runner expects ${key} ${expected}, found ${properties[key]}.`);
        }
      }
      const name = template.nameOf(id);
      const fn = functionOf(properties.AuthorizerUri, functions);
      if (!fn) throw new Error(`${id}: expected a function of this template, found ${properties.AuthorizerUri}.`);
      requireInvoke(template, fn, `${properties.ApiId}/authorizers/${name}`, id);
      const settings = {
        apiId: properties.ApiId,
        identitySource: properties.IdentitySource ?? [],
        ttlMs: (properties.AuthorizerResultTtlInSeconds ?? 0) * 1_000,
      };
      return [name, new Authorizer(settings, fn)];
    }),
  );
}

/** A route's authorizer, if it has one. @throws Error for a kind of authorization that is not built */
export function authorizerOf(
  { id, properties }: Resource,
  authorizers: ReadonlyMap<string, Authorizer>,
): Authorizer | undefined {
  const { AuthorizationType: type = 'NONE', AuthorizerId } = properties;
  if (type === 'NONE') return undefined;
  const authorizer = type === 'CUSTOM' ? authorizers.get(AuthorizerId) : undefined;
  if (authorizer) return authorizer;
  throw new Error(
    `${id}: expected AuthorizationType NONE, or CUSTOM with an authorizer of this template, found ${type} ${AuthorizerId}.`,
  );
}

/** "AuthorizerUri: arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations". */
function functionOf(uri: string, functions: ReadonlyMap<string, LocalFunction>): LocalFunction | undefined {
  return functions.get(/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? '');
}
