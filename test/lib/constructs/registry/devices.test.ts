import { readConfig } from '../../../../lib/config/config.js';
import { allowedTo } from '../../policies.js';
import { deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const paths = ['/v1', '/v3', '/api/v1', '/api/v3'];
const keys = paths
  .flatMap((prefix) => [`POST ${prefix}/device/register/{did}`, `GET ${prefix}/device/profile/{did}`])
  .toSorted();

const routesOf = (template: ReturnType<typeof synthesize>) =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Route')
    .map(([, { Properties }]) => Properties)
    .filter(({ RouteKey }) => RouteKey.includes('/device/'));

describe.each(deployedStages)('the device API of %s', (stage) => {
  const template = synthesize(stage);

  it('is where Sunbird’s clients look for it, and takes the token of telemetry', () => {
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'Access').Properties.Environment;
    const scopes = JSON.parse(Variables.ROUTE_SCOPES);

    expect(
      routesOf(template)
        .map(({ RouteKey }) => RouteKey)
        .toSorted(),
    ).toEqual(keys);
    for (const route of routesOf(template)) expect(route.AuthorizationType).toBe('CUSTOM');
    expect(keys.map((key) => scopes[key])).toEqual(keys.map(() => 'telemetry:write'));
  });

  it('has the throttle of what a stranger calls most easily, on each route', () => {
    const { RouteSettings } = theOne(template, 'AWS::ApiGatewayV2::Stage', 'Http').Properties;

    for (const key of keys) expect(RouteSettings[key]).toEqual(RouteSettings['GET /health']);
  });

  it('may read and change single records and nothing else, and has no key to what is sealed', () => {
    const allowed = allowedTo(template, 'Devices');

    expect(allowed(theOne(template, 'AWS::DynamoDB::GlobalTable', 'Registry').id)).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:UpdateItem',
    ]);
    expect(allowed(theOne(template, 'AWS::KMS::Key', 'Registry').id)).toEqual([]);
  });
});

describe('the device API of a stage whose telemetry is open', () => {
  it('is open as well, throttled like any stranger’s', () => {
    const template = synthesize({ ...readConfig('dev'), auth: { ingest: 'none', issuers: [] } });

    for (const { AuthorizationType } of routesOf(template)) expect(AuthorizationType).toBe('NONE');
  });
});

describe('answers to questions of a registration', () => {
  const grants = (blankRegistrationAnswers: boolean) => {
    const dev = readConfig('dev');
    const template = synthesize({ ...dev, privacy: { ...dev.privacy, blankRegistrationAnswers } });
    const table = theOne(template, 'AWS::DynamoDB::GlobalTable', 'Registry').id;
    return ['IngestFunction', 'ReplayFunction'].map((fn) => allowedTo(template, fn)(table));
  };

  it('are looked for by who judges events, where the stage wants it so', () => {
    expect(grants(true)).toEqual([['dynamodb:BatchGetItem'], ['dynamodb:BatchGetItem']]);
    expect(grants(false)).toEqual([[], []]);
  });
});
