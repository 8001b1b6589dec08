import { dev } from '../../../lib/stages/dev.js';
import { allowedTo } from '../policies.js';
import { deployedStages, resourcesOf, synthesize, theOne } from '../synthesize.js';

const throttles = { dev: { rate: 500, burst: 1_000 }, prod: { rate: 5_000, burst: 5_000 } };

describe.each(deployedStages)('the HTTP API of %s', (stage) => {
  const template = synthesize(stage);
  const api = theOne(template, 'AWS::ApiGatewayV2::Api', 'Ingest').Properties;
  const apiStage = theOne(template, 'AWS::ApiGatewayV2::Stage', 'Ingest').Properties;

  it('takes telemetry at the paths that SDKs post to, and nothing else', () => {
    const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);

    expect(routes.toSorted()).toEqual([
      'GET /health',
      'POST /action/data/v3/telemetry',
      'POST /api/data/v1/telemetry',
      'POST /content/data/v1/telemetry',
      'POST /data/v1/telemetry',
      'POST /data/v3/telemetry',
      'POST /v1/telemetry',
    ]);
  });

  it('lets a browser send what any SDK sends, from anywhere', () => {
    expect(api.CorsConfiguration).toMatchObject({
      AllowOrigins: ['*'],
      AllowMethods: expect.arrayContaining(['POST', 'OPTIONS']),
      AllowHeaders: expect.arrayContaining([
        'authorization',
        'content-type',
        'content-encoding',
        'x-app-id',
        'x-channel-id',
        'x-device-id',
      ]),
    });
  });

  it('bounds what a stranger can cost', () => {
    expect(apiStage.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: throttles[stage].rate,
      ThrottlingBurstLimit: throttles[stage].burst,
    });
  });

  it('serves at the root of its host, as the paths of SDKs need it', () => {
    expect(apiStage).toMatchObject({ StageName: '$default', AutoDeploy: true });
  });

  it('logs each request as one JSON line with its status', () => {
    const line = JSON.parse(apiStage.AccessLogSettings.Format);

    expect(line).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
  });

  it('lets ingest write to the ingest stream and look at its state, and not read it', () => {
    const stream = theOne(template, 'AWS::Kinesis::Stream', 'IngestStream').id;

    expect(allowedTo(template, 'IngestFunction')(stream)).toEqual([
      'kinesis:DescribeStreamSummary',
      'kinesis:PutRecords',
    ]);
  });

  it('lets ingest reach no other stream and no bucket', () => {
    const policy = theOne(template, 'AWS::IAM::Policy', 'IngestFunction');

    const others = ['UniqueStream', 'EnrichedStream', 'LakeBucket', 'LakeUndelivered', 'ClaimsTable'];

    for (const other of others) expect(JSON.stringify(policy.Properties)).not.toContain(other);
  });
});

describe('the HTTP API and credentials, without which a browser sends no beacon of JSON', () => {
  const corsFor = (allowOrigins: readonly string[]) => {
    const template = synthesize({ ...dev, api: { ...dev.api, allowOrigins } });
    return theOne(template, 'AWS::ApiGatewayV2::Api', 'Ingest').Properties.CorsConfiguration;
  };

  it('are allowed to the origins that a stage names', () => {
    expect(corsFor(['https://portal.example'])).toMatchObject({ AllowCredentials: true });
  });

  it('are not allowed together with “*”, which API Gateway refuses', () => {
    expect(corsFor(['https://portal.example', '*'])).toMatchObject({ AllowCredentials: false });
  });
});
