import { readConfig } from '../../../../lib/config/config.js';
import { allowedTo, statementsOf } from '../../policies.js';
import { arnOf, deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const routeKeys = {
  'POST /dataset/v1/request/submit': 'exhaust:request',
  'GET /dataset/v1/request/read/{tag}': 'exhaust:read',
  'GET /dataset/v1/request/list/{tag}': 'exhaust:read',
  'POST /dataset/v1/request/search': 'exhaust:read',
  'POST /dataset/v1/request/run': 'exhaust:request',
};
const fileRoute = '/dataset/v1/file/{requestId}/{name}';
const open = { ...readConfig('dev'), auth: { ingest: 'none', issuers: [] } } as const;

describe.each([
  ['dev', 'dev'],
  ['prod', 'prod'],
  ['dev, where anyone may send telemetry', open],
] as const)('the exhaust API of %s', (_, config) => {
  const template = synthesize(config);
  const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);

  it('takes a token with a scope on every route but that of links, which are signed', () => {
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'Access').Properties.Environment;
    const own = routes.filter(({ RouteKey }) => RouteKey.includes('/dataset/'));

    expect(JSON.parse(Variables.ROUTE_SCOPES)).toMatchObject(routeKeys);
    expect(Object.fromEntries(own.map(({ RouteKey, AuthorizationType }) => [RouteKey, AuthorizationType]))).toEqual({
      ...Object.fromEntries(Object.keys(routeKeys).map((key) => [key, 'CUSTOM'])),
      [`GET ${fileRoute}`]: 'NONE',
      [`HEAD ${fileRoute}`]: 'NONE',
    });
  });

  it('tells its function that tokens are required', () => {
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'ExhaustFunction').Properties.Environment;

    expect(Variables.TOKENS).toBe('required');
  });
});

describe.each(deployedStages)('the exhaust API of %s', (stage) => {
  const template = synthesize(stage);
  const table = theOne(template, 'AWS::DynamoDB::GlobalTable', 'ExhaustJobs');
  const key = theOne(template, 'AWS::KMS::Key', 'ExhaustJobs');
  const secret = theOne(template, 'AWS::SecretsManager::Secret', 'Exhaust');
  const allowed = allowedTo(template, 'ExhaustFunction');

  it('bounds guessing at links by a throttle of its own', () => {
    const { RouteSettings } = theOne(template, 'AWS::ApiGatewayV2::Stage', 'Http').Properties;

    for (const method of ['GET', 'HEAD']) {
      expect(RouteSettings[`${method} ${fileRoute}`]).toEqual(RouteSettings['GET /health']);
    }
  });

  it('may read and write single jobs, and find them by the indexes alone', () => {
    expect(allowed(table.id)).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
    ]);
    const query = statementsOf(template).find(
      ({ policy, statement }) => policy.startsWith('ExhaustFunction') && statement.Action === 'dynamodb:Query',
    );
    const indexes = table.Properties.GlobalSecondaryIndexes.map(({ IndexName }: { IndexName: string }) => IndexName);
    expect(query?.statement.Resource).toHaveLength(3);
    expect(query?.statement.Resource).toEqual(
      expect.arrayContaining(
        indexes.map((name: string) => ({ 'Fn::Join': ['', [arnOf(table.id), `/index/${name}`]] })),
      ),
    );
  });

  it('may encrypt a password and never read one', () => {
    expect(allowed(key.id)).toEqual(['kms:Encrypt']);
    expect(key.Properties).toMatchObject({ EnableKeyRotation: true });
  });

  it('may get files of the exhaust, and see what is there, and nothing else of the lake', () => {
    const bucket = theOne(template, 'AWS::S3::Bucket', 'LakeBucket');
    const touching = statementsOf(template).filter(
      ({ policy, statement }) => policy.startsWith('ExhaustFunction') && JSON.stringify(statement).includes(bucket.id),
    );

    expect(touching.map(({ statement }) => statement)).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: { 'Fn::Join': ['', [arnOf(bucket.id), '/exhaust/*']] },
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: arnOf(bucket.id) },
    ]);
  });

  it('has the key of its links made in AWS, and alone reads it', () => {
    expect(secret.Properties.GenerateSecretString).toMatchObject({ GenerateStringKey: 'current', PasswordLength: 48 });
    expect(secret.Properties).not.toHaveProperty('SecretString');
    const readers = statementsOf(template).filter(({ statement }) => JSON.stringify(statement).includes(secret.id));
    expect(readers.map(({ policy }) => policy)).toEqual([expect.stringMatching(/^ExhaustFunction/)]);
  });

  it('has the limits of the stage, and runs what is submitted', () => {
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'ExhaustFunction').Properties.Environment;

    expect(Variables).toMatchObject({ TIME_ZONE: 'Asia/Kolkata', MAX_DAYS: '400', RUN_ON_SUBMIT: 'true' });
  });

  it('may start the machine that runs jobs, and no other', () => {
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'ExhaustFunction').Properties.Environment;
    const machine = theOne(template, 'AWS::StepFunctions::StateMachine', 'ExhaustRuns');

    expect(Variables.STATE_MACHINE_ARN).toEqual({ Ref: machine.id });
    const starts = statementsOf(template).filter(
      ({ policy, statement }) => policy.startsWith('ExhaustFunction') && JSON.stringify(statement).includes('states:'),
    );
    expect(starts.map(({ statement }) => statement)).toEqual([
      { Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: machine.id } },
    ]);
  });
});

describe('the exhaust API of stage local', () => {
  it('takes no token, and its function knows it', () => {
    const template = synthesize('local');

    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'ExhaustFunction').Properties.Environment;
    expect(Variables.TOKENS).toBe('none');
  });
});
