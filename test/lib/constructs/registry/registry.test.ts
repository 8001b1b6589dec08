import { readConfig } from '../../../../lib/config/config.js';
import { allowedTo, statementsOf } from '../../policies.js';
import { arnOf, deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const routesOf = (template: ReturnType<typeof synthesize>) =>
  Object.fromEntries(
    resourcesOf(template, 'AWS::ApiGatewayV2::Route')
      .map(([, { Properties }]) => Properties)
      .filter(({ RouteKey }) => RouteKey.includes('/registry/'))
      .map(({ RouteKey, AuthorizationType }) => [RouteKey, AuthorizationType]),
  );
const changing = ['dynamodb:GetItem', 'dynamodb:UpdateItem'];
const guarded = {
  'DELETE /registry/v1/{kind}/{id}': 'CUSTOM',
  'GET /registry/v1/{kind}/{id}': 'CUSTOM',
  'POST /registry/v1/{kind}': 'CUSTOM',
  'PUT /registry/v1/{kind}/{id}': 'CUSTOM',
};

describe('a stage whose users AUDIT events do not change', () => {
  it('lets enrich look records up, and write none', () => {
    const { registry, ...dev } = readConfig('dev');
    const template = synthesize({ ...dev, registry: { ...registry, refreshUsers: false } });
    const table = theOne(template, 'AWS::DynamoDB::GlobalTable', 'Registry');

    const allowed = allowedTo(template, 'Enrich')(table.id);

    const { Environment } = theOne(template, 'AWS::Lambda::Function', 'Enrich').Properties;
    expect(allowed).toEqual(['dynamodb:BatchGetItem']);
    expect(Environment.Variables).not.toHaveProperty('REFRESH_USERS');
  });
});

describe.each(deployedStages)('the registry of %s', (stage) => {
  const template = synthesize(stage);
  const table = theOne(template, 'AWS::DynamoDB::GlobalTable', 'Registry');
  const key = theOne(template, 'AWS::KMS::Key', 'Registry');
  const serve = theOne(template, 'AWS::Lambda::Function', 'Registry');
  const isKept = stage === 'prod';

  it('keeps what is about an entity together, and asks nobody to size it', () => {
    expect(table.Properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'entity', KeyType: 'HASH' },
        { AttributeName: 'part', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(table.Properties).not.toHaveProperty('TimeToLiveSpecification');
  });

  it('can be restored and not be deleted by mistake, where data is kept', () => {
    expect(table.Properties.Replicas).toEqual([
      expect.objectContaining({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: isKept },
        DeletionProtectionEnabled: isKept,
      }),
    ]);
  });

  it('has a key of its own that is rotated, and that the account’s own policies decide on', () => {
    expect(key.Properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: isKept ? 30 : 7 });
    expect(key.Properties.KeyPolicy.Statement).toEqual([
      expect.objectContaining({
        Principal: { AWS: { 'Fn::Join': ['', expect.arrayContaining([':root'])] } },
        Effect: 'Allow',
      }),
    ]);
  });

  it('lets its function have records by their keys and the key both ways, and neither query nor scan', () => {
    const allowed = allowedTo(template, 'Registry');

    expect(allowed(table.id)).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:PartiQLInsert',
      'dynamodb:PutItem',
    ]);
    expect(allowed(key.id)).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  });

  it('lets exhausts read the table, and who writes their files open what is sealed', () => {
    const [control, write] = ['Control', 'Write'].map((fn) => allowedTo(template, `ExhaustRunsFunctions${fn}`));

    expect([control?.(table.id), write?.(table.id)]).toEqual([
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    ]);
    expect([control?.(key.id), write?.(key.id)]).toEqual([[], ['kms:Decrypt']]);
  });

  it('lets enrich look records up, with what is sealed beyond its reach, and says for how long it may believe them', () => {
    const allowed = allowedTo(template, 'Enrich');
    const { Properties } = theOne(template, 'AWS::Lambda::Function', 'Enrich');

    expect([allowed(table.id), allowed(key.id)]).toEqual([[...changing, 'dynamodb:BatchGetItem'].toSorted(), []]);
    expect(Properties.Environment.Variables).toMatchObject({
      REGISTRY_TABLE: { Ref: table.id },
      REGISTRY_CACHE_SECONDS: '300',
      REFRESH_USERS: 'true',
      REGISTRY_CACHE_BYTES: String((Properties.MemorySize * 1024 * 1024) / 8),
    });
  });

  it('lets stages and the device API have single records, and none of them the key', () => {
    const allowed = ['Enrich', 'Devices'].map((fn) => allowedTo(template, fn));

    for (const of of allowed) expect(of(table.id)).toEqual(expect.arrayContaining(changing));
    for (const of of allowed) expect(of(key.id)).toEqual([]);
  });

  it('lets sessions ask who was erased, and no more', () => {
    const allowed = allowedTo(template, 'SessionsFunction');

    expect([allowed(table.id), allowed(key.id)]).toEqual([['dynamodb:BatchGetItem'], []]);
  });

  it('lets nobody else near the table or the key', () => {
    const users = /^(Registry|ExhaustRunsFunctions|Enrich|Devices|Ingest|Replay|SessionsFunction)/;
    const others = statementsOf(template).filter(({ policy }) => !users.test(policy));

    for (const { statement } of others) {
      expect(JSON.stringify(statement)).not.toContain(table.id);
      expect(JSON.stringify(statement)).not.toContain(key.id);
    }
  });

  it('tells its function where both are', () => {
    expect(serve.Properties.Environment.Variables).toMatchObject({
      REGISTRY_TABLE: { Ref: table.id },
      REGISTRY_KEY: arnOf(key.id),
    });
  });

  it('takes a token on every route, with a scope for reading and one for writing', () => {
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'Access').Properties.Environment;

    expect(routesOf(template)).toEqual(guarded);
    expect(JSON.parse(Variables.ROUTE_SCOPES)).toMatchObject({
      'DELETE /registry/v1/{kind}/{id}': 'registry:write',
      'GET /registry/v1/{kind}/{id}': 'registry:read',
      'POST /registry/v1/{kind}': 'registry:write',
      'PUT /registry/v1/{kind}/{id}': 'registry:write',
    });
  });

  it('says where it is as all do: by the host alone, for whoever is given it adds a path', () => {
    const { TelemetryUrl, RegistryUrl, ExhaustUrl } = template.toJSON().Outputs;
    const host = { 'Fn::GetAtt': [theOne(template, 'AWS::ApiGatewayV2::Api', 'Http').id, 'ApiEndpoint'] };

    expect([TelemetryUrl, RegistryUrl, ExhaustUrl].map(({ Value }) => Value)).toEqual([host, host, host]);
  });
});

describe('the registry of a stage whose telemetry is open', () => {
  it('takes tokens all the same', () => {
    const template = synthesize({ ...readConfig('dev'), auth: { ingest: 'none', issuers: [] } });
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'Access').Properties.Environment;

    expect(routesOf(template)).toEqual(guarded);
    expect(Object.keys(JSON.parse(Variables.ROUTE_SCOPES))).toEqual(expect.arrayContaining(Object.keys(guarded)));
    expect(Object.values(JSON.parse(Variables.ROUTE_SCOPES))).not.toContain('telemetry:write');
  });

  it('takes none on stage local alone, which is not deployed', () => {
    expect(Object.values(routesOf(synthesize('local')))).toEqual(['NONE', 'NONE', 'NONE', 'NONE']);
  });
});
