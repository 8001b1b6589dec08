import { makeApi } from '../../../local/compose/api.js';
import { Template } from '../../../local/template/template.js';
import { fakeFunction } from '../../support/functions.js';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const executeApi = (end: unknown[]) =>
  join('arn:aws:execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', { Ref: 'Api' }, ...end);
const permission = (fn: string, ...end: unknown[]) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: arnOf(fn),
    Principal: 'apigateway.amazonaws.com',
    SourceArn: executeApi(end),
  },
});

type Changes = Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;

/** A stack of an API with one guarded route. */
function aStack(changes: Changes = {}, { authorizer = {}, route = {}, stage = {} } = {}): Template {
  const invocations = join(
    'arn:aws:apigateway:',
    { Ref: 'AWS::Region' },
    ':lambda:path/2015-03-31/functions/',
    arnOf('Judge'),
    '/invocations',
  );
  const Resources = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { CorsConfiguration: { AllowOrigins: ['*'] } } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 9 }, ...stage },
    },
    Ingest: { Type: 'AWS::Lambda::Function' },
    Judge: { Type: 'AWS::Lambda::Function' },
    Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { IntegrationUri: arnOf('Ingest') } },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'REQUEST',
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 300,
        AuthorizerUri: invocations,
        IdentitySource: ['$request.header.Authorization'],
        ...authorizer,
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'POST /v1/telemetry',
        Target: join('integrations/', { Ref: 'Integration' }),
        AuthorizationType: 'CUSTOM',
        AuthorizerId: { Ref: 'Authorizer' },
        ...route,
      },
    },
    MayRoute: permission('Ingest', '/*/*/v1/telemetry'),
    MayJudge: permission('Judge', '/authorizers/', { Ref: 'Authorizer' }),
    ...changes,
  };
  return new Template('cdk.out', {}, { Resources });
}

function compose(template: Template) {
  const functions = ['Ingest', 'Judge'].map((id) => ({
    ...fakeFunction(() => ({ result: {} })),
    name: template.nameOf(id),
    arn: template.arnOf(id),
  }));
  return makeApi(template, new Map(functions.map((fn) => [fn.arn, fn as never])), () => undefined);
}

describe('the HTTP API of a stack', () => {
  it('has its routes with their functions and authorizers', () => {
    const route = compose(aStack()).routes.get('POST /v1/telemetry');

    expect(route?.target.name).toBe('ingest');
    expect(route?.authorizer).toBeDefined();
    expect(route?.throttle).toBeUndefined();
  });

  it('has a throttle of its own for a route that the stage’s settings name', () => {
    const settings = { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 };
    const stage = { RouteSettings: { 'POST /v1/telemetry': settings } };

    const throttle = compose(aStack({}, { stage })).routes.get('POST /v1/telemetry')?.throttle;

    expect([throttle?.allows(), throttle?.allows()]).toEqual([true, false]);
  });

  it('is refused with settings of a route that it does not have, as in AWS', () => {
    const stage = { RouteSettings: { 'GET /pixel': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } } };

    expect(() => compose(aStack({}, { stage }))).toThrow(
      'Stage: RouteSettings name GET /pixel, expected a route of this template.',
    );
  });

  it('has a route without an authorizer where the template has none', () => {
    const route = { AuthorizationType: 'NONE', AuthorizerId: undefined };

    expect(compose(aStack({}, { route })).routes.get('POST /v1/telemetry')?.authorizer).toBeUndefined();
  });

  it.each<[string, Template, RegExp]>([
    [
      'a function that API Gateway may not invoke for a route',
      aStack({ MayRoute: permission('Ingest', '/*/*/other') }),
      /^Route for POST \/v1\/telemetry: API Gateway may not invoke ingest\. Grant it/,
    ],
    [
      'a function that API Gateway may not invoke for an authorizer',
      aStack({ MayJudge: permission('Judge', '/authorizers/other') }),
      /^Authorizer: API Gateway may not invoke judge\. Grant it/,
    ],
    [
      'a route that would catch preflights',
      aStack({}, { route: { RouteKey: '$default' } }),
      /^Route: expected a route key of one method and a path, found \$default\./,
    ],
    [
      'an authorizer of another type',
      aStack({}, { authorizer: { AuthorizerType: 'JWT' } }),
      /expects AuthorizerType REQUEST, found JWT/,
    ],
    [
      'one that answers with policies',
      aStack({}, { authorizer: { EnableSimpleResponses: false } }),
      /EnableSimpleResponses true, found false/,
    ],
    [
      'one with another payload',
      aStack({}, { authorizer: { AuthorizerPayloadFormatVersion: '1.0' } }),
      /2\.0, found 1\.0/,
    ],
    [
      'one of no function',
      aStack({}, { authorizer: { AuthorizerUri: 'arn:aws:other' } }),
      /expected a function of this template, found arn:aws:other/,
    ],
    [
      'authorization that is not built',
      aStack({}, { route: { AuthorizationType: 'AWS_IAM' } }),
      /found AWS_IAM authorizer/,
    ],
    [
      'a route setting that would be ignored',
      aStack({}, { stage: { RouteSettings: { 'POST /v1/telemetry': { DetailedMetricsEnabled: true } } } }),
      /expected properties that the local runner honours, found DetailedMetricsEnabled/,
    ],
  ])('does not start with %s', (_, template, message) => {
    expect(() => compose(template)).toThrow(message);
  });
});
