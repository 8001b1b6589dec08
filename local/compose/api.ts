import type { HttpApi, HttpRoute } from '../services/api-gateway/http-api.js';
import { Throttle } from '../services/api-gateway/throttle.js';
import type { LocalFunction } from '../services/lambda/local-function.js';
import { checkProperties } from '../template/known-properties.js';
import type { Template } from '../template/template.js';
import type { Properties, Resource } from '../template/types.js';
import { authorizerOf, makeAuthorizers } from './authorizers.js';
import { requireInvoke } from './invoke-permission.js';

/** `$default` and ANY would catch preflights, which the runner answers itself: as AWS does for these methods alone. */
const knownKey = /^(GET|HEAD|POST|PUT|PATCH|DELETE) \//;

/** The template's HTTP API. @throws Error when a function of it may not be invoked by it */
export function makeApi(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  onError: (line: string) => void,
): HttpApi {
  const [api] = template.ofType('AWS::ApiGatewayV2::Api');
  const [stage] = template.ofType('AWS::ApiGatewayV2::Stage');
  if (!api || !stage) throw new Error('template: expected an HTTP API with a stage, found none.');
  const { DefaultRouteSettings, RouteSettings = {} } = stage.properties;
  const authorizers = makeAuthorizers(template, functions);
  const keys = template.ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => properties.RouteKey);
  const strange = Object.keys(RouteSettings).find((key) => !keys.includes(key));
  if (strange !== undefined)
    throw new Error(`${stage.id}: RouteSettings name ${strange}, expected a route of this template.`);
  const routes = template.ofType('AWS::ApiGatewayV2::Route').map((route): [string, HttpRoute] => {
    const { RouteKey } = route.properties;
    if (!knownKey.test(RouteKey)) {
      throw new Error(
        `${route.id}: expected a route key of one method and a path, found ${RouteKey}. See lib/constructs/front/strays.ts.`,
      );
    }
    const settings: Properties | undefined = RouteSettings[RouteKey];
    const authorizer = authorizerOf(route, authorizers);
    return [
      RouteKey,
      {
        target: targetOf(template, route, functions),
        ...(settings && { throttle: throttleOf(settings, `RouteSettings of ${RouteKey}`) }),
        ...(authorizer && { authorizer }),
      },
    ];
  });
  return {
    cors: api.properties.CorsConfiguration,
    routes: new Map(routes),
    throttle: throttleOf(DefaultRouteSettings, 'DefaultRouteSettings'),
    onError,
  };
}

function throttleOf(settings: Properties, id: string): Throttle {
  checkProperties({ id, type: 'RouteSettings', properties: settings });
  return new Throttle(settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit);
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
  requireInvoke(template, target, `${properties.ApiId}/$default/${method}${path}`, `${id} for ${properties.RouteKey}`);
  return target;
}
