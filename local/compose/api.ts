import { isAllowed, readStatements } from '../iam/policy.js';
import type { LocalFunction } from '../lambda/local-function.js';
import { account, region } from '../template/resource-types.js';
import type { Resource, Template } from '../template/template.js';
import type { HttpApi } from '../wiring/http-api.js';
import { Throttle } from '../wiring/throttle.js';

/** The template's HTTP API. @throws Error when a route's function may not be invoked by it */
export function makeApi(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  onError: (line: string) => void,
): HttpApi {
  const [api] = template.ofType('AWS::ApiGatewayV2::Api');
  const [stage] = template.ofType('AWS::ApiGatewayV2::Stage');
  if (!api || !stage) throw new Error('template: expected an HTTP API with a stage, found none.');
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = stage.properties.DefaultRouteSettings;
  const routes = template.ofType('AWS::ApiGatewayV2::Route').map((route): [string, LocalFunction] => {
    return [route.properties.RouteKey, targetOf(template, route, functions)];
  });
  return {
    cors: api.properties.CorsConfiguration,
    routes: new Map(routes),
    throttle: new Throttle(rate, burst),
    onError,
  };
}

function targetOf(
  template: Template,
  { id, properties }: Resource,
  functions: ReadonlyMap<string, LocalFunction>,
): LocalFunction {
  const name = String(properties.Target).split('/').at(-1);
  const integration = template
    .ofType('AWS::ApiGatewayV2::Integration')
    .find((found) => template.nameOf(found.id) === name);
  if (!integration) throw new Error(`${id}: expected an integration of this template, found ${properties.Target}.`);
  const target = functions.get(integration.properties.IntegrationUri);
  if (!target)
    throw new Error(`${id}: expected a function of this template, found ${integration.properties.IntegrationUri}.`);
  const [method, path] = String(properties.RouteKey).split(' ');
  const source = `arn:aws:execute-api:${region}:${account}:${properties.ApiId}/$default/${method}${path}`;
  if (!mayInvoke(template, target, source)) {
    throw new Error(
      `${id}: API Gateway may not invoke ${target.name} for ${properties.RouteKey}. Grant it with an AWS::Lambda::Permission.`,
    );
  }
  return target;
}

/** Whether a Lambda permission lets API Gateway invoke a function for a route. */
function mayInvoke(template: Template, { arn, name }: LocalFunction, source: string): boolean {
  const statements = template
    .ofType('AWS::Lambda::Permission')
    .filter(
      ({ properties }) =>
        [arn, name].includes(properties.FunctionName) && properties.Principal === 'apigateway.amazonaws.com',
    )
    .map(({ properties }) => ({ Effect: 'Allow', Action: properties.Action, Resource: properties.SourceArn }));
  return isAllowed(readStatements({ Statement: statements }, 'AWS::Lambda::Permission'), {
    action: 'lambda:InvokeFunction',
    resource: source,
  });
}
