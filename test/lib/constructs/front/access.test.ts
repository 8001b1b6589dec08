import { readConfig } from '../../../../lib/config/config.js';
import { allowedTo, statementsOf } from '../../policies.js';
import { arnOf, deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const reserved = { dev: undefined, prod: 200 };
const inHeader = ['$request.header.Authorization', '$context.routeKey'];
const scopes: readonly (readonly [RegExp, string])[] = [
  [/^GET .*\/registry\//, 'registry:read'],
  [/\/registry\//, 'registry:write'],
  [/^POST .*\/request\/(submit|run)$/, 'exhaust:request'],
  [/\/request\//, 'exhaust:read'],
  [/./, 'telemetry:write'],
];
const scopeOf = (routeKey: string) => scopes.find(([pattern]) => pattern.test(routeKey))?.[1];
const inQuery = ['$request.querystring.token', '$context.routeKey'];

describe.each(deployedStages)('access to %s', (stage) => {
  const template = synthesize(stage);
  const secret = theOne(template, 'AWS::SecretsManager::Secret', 'Access');
  const authorize = theOne(template, 'AWS::Lambda::Function', 'Access');
  const { Variables } = authorize.Properties.Environment;
  const authorizers = Object.fromEntries(
    resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer').map(([id, { Properties }]) => [id, Properties]),
  );
  const allRoutes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
  // Where the other parts' routes carry their tokens is told in their own tests.
  const routes = allRoutes.filter(({ Target }) => JSON.stringify(Target).includes('IngestIntegration'));

  it('takes a token on every route but /health, in the query where a page can set no header', () => {
    const places = routes.map(({ RouteKey, AuthorizationType, AuthorizerId }) => [
      RouteKey,
      AuthorizationType === 'CUSTOM' ? authorizers[AuthorizerId.Ref]?.IdentitySource : AuthorizationType,
    ]);

    expect(Object.fromEntries(places)).toEqual({
      'GET /health': 'NONE',
      'GET /v1/telemetry/pixel': inQuery,
      'HEAD /health': 'NONE',
      'POST /action/data/v3/telemetry': inHeader,
      'POST /api/data/v1/telemetry': inHeader,
      'POST /content/data/v1/telemetry': inHeader,
      'POST /data/v1/telemetry': inHeader,
      'POST /data/v3/telemetry': inHeader,
      'POST /v1/telemetry': inHeader,
      'POST /v1/telemetry/beacon': inQuery,
    });
  });

  it('is judged by one function, whose answers are remembered for five minutes a token and route', () => {
    expect(Object.values(authorizers)).toHaveLength(2);
    for (const authorizer of Object.values(authorizers)) {
      expect(authorizer).toMatchObject({
        AuthorizerType: 'REQUEST',
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 300,
      });
      expect(JSON.stringify(authorizer.AuthorizerUri)).toContain(JSON.stringify(arnOf(authorize.id)));
    }
  });

  it('tells the function which scope each guarded route takes', () => {
    const guarded = allRoutes.filter(({ AuthorizationType }) => AuthorizationType === 'CUSTOM');

    expect(JSON.parse(Variables.ROUTE_SCOPES)).toEqual(
      Object.fromEntries(guarded.map(({ RouteKey }) => [RouteKey, scopeOf(RouteKey)])),
    );
  });

  it('generates the first consumer’s secret in AWS: neither the template nor the environment holds one', () => {
    expect(secret.Properties.GenerateSecretString).toEqual({
      SecretStringTemplate: '{}',
      GenerateStringKey: 'first',
      PasswordLength: 48,
      ExcludePunctuation: true,
    });
    expect(secret.Properties).not.toHaveProperty('SecretString');
    expect(Variables.CONSUMER_SECRETS).toEqual({ Ref: secret.id });
  });

  it('lets the function read that secret, and nobody do more with it', () => {
    const touching = statementsOf(template).filter(({ statement }) => JSON.stringify(statement).includes(secret.id));

    expect(touching).toEqual([
      {
        policy: expect.stringMatching(/^AccessFunction/),
        statement: { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: secret.id } },
      },
    ]);
    expect(allowedTo(template, 'AccessFunction')(theOne(template, 'AWS::Kinesis::Stream', 'IngestStream').id)).toEqual(
      [],
    );
  });

  it('answers within the ten seconds that API Gateway waits, with as much concurrency as ingest has', () => {
    expect(authorize.Properties.Timeout).toBeLessThanOrEqual(10);
    expect(authorize.Properties.ReservedConcurrentExecutions).toBe(reserved[stage]);
  });

  it('says where the secret is', () => {
    expect(template.toJSON().Outputs.ConsumerSecrets.Value).toEqual({ Ref: secret.id });
  });
});

describe('the configured issuers', () => {
  it('reach the function', () => {
    const issuers = [{ issuer: 'https://login.example.org', jwksUrl: 'https://login.example.org/jwks', audience: 'a' }];

    const template = synthesize({ ...readConfig('dev'), auth: { ingest: 'token', issuers } });

    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'Access').Properties.Environment;
    expect(JSON.parse(Variables.ISSUERS)).toEqual(issuers);
  });
});

describe('stage local, with auth.ingest none', () => {
  const template = synthesize('local');

  it('has no authorizer, and no secret of consumers', () => {
    const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret').map(([id]) => id);

    expect(resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer')).toEqual([]);
    expect(secrets.filter((id) => id.startsWith('Access'))).toEqual([]);
  });

  it('has no authorizing function, no output of a secret, and open routes', () => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([id]) => id);
    const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route');

    expect(functions.filter((id) => id.startsWith('Access'))).toEqual([]);
    expect(template.toJSON().Outputs).not.toHaveProperty('ConsumerSecrets');
    for (const [, { Properties }] of routes) expect(Properties.AuthorizationType).toBe('NONE');
  });
});

describe('auth.ingest none on a stage that is deployed', () => {
  const template = synthesize({ ...readConfig('dev'), auth: { ingest: 'none', issuers: [] } });

  it('opens the routes of telemetry and of devices and no others: what has been gathered takes a token everywhere', () => {
    const openKeys = resourcesOf(template, 'AWS::ApiGatewayV2::Route')
      .filter(([, { Properties }]) => Properties.AuthorizationType === 'NONE')
      .map(([, { Properties }]) => Properties.RouteKey)
      .filter((key) => !/telemetry|\/device\/|^(GET|HEAD) (\/health|\/dataset\/v1\/file\/.*)$/.test(key));

    // Those of links are signed, and good for a day. The rest lead to no part of the pipeline: they tell what there is.
    expect(openKeys.filter((key) => !/^[A-Z]+ \/(\{proxy\+\})?$/.test(key))).toEqual([]);
  });
});
