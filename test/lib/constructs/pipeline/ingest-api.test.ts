import { dev } from '../../../../lib/config/stages/dev.js';
import { allowedTo } from '../../policies.js';
import { arnOf, deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const throttles = {
  dev: { rate: 500, burst: 1_000, openRate: 50, openBurst: 100, reserved: undefined },
  prod: { rate: 5_000, burst: 5_000, openRate: 500, openBurst: 1_000, reserved: 200 },
};

/** What each one's documentation says that it adds, in a browser, to requests of the page. */
const tracers = {
  'W3C Trace Context and Baggage, as OpenTelemetry': ['traceparent', 'tracestate', 'baggage'],
  Sentry: ['sentry-trace', 'baggage'],
  Datadog: [
    'x-datadog-trace-id',
    'x-datadog-parent-id',
    'x-datadog-origin',
    'x-datadog-sampling-priority',
    'x-datadog-sampled',
    'x-datadog-tags',
  ],
  'New Relic': ['newrelic', 'traceparent', 'tracestate'],
  Zipkin: ['b3', 'x-b3-traceid', 'x-b3-spanid', 'x-b3-parentspanid', 'x-b3-sampled', 'x-b3-flags'],
  Jaeger: ['uber-trace-id'],
  'Elastic APM': ['elastic-apm-traceparent', 'traceparent', 'tracestate'],
  'Application Insights': ['request-id', 'request-context', 'traceparent'],
  'AWS X-Ray': ['x-amzn-trace-id'],
  'Google Cloud': ['x-cloud-trace-context'],
  'a gateway that follows requests': ['x-request-id', 'x-correlation-id'],
};

describe.each(deployedStages)('the HTTP API of %s', (stage) => {
  const template = synthesize(stage);
  const api = theOne(template, 'AWS::ApiGatewayV2::Api', 'Http').Properties;
  const apiStage = theOne(template, 'AWS::ApiGatewayV2::Stage', 'Http').Properties;

  it('takes telemetry at the paths that SDKs post to, and nothing else', () => {
    const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route')
      .filter(([, { Properties }]) => JSON.stringify(Properties.Target).includes('IngestIntegration'))
      .map(([, { Properties }]) => Properties.RouteKey);

    expect(routes.toSorted()).toEqual([
      'GET /health',
      'GET /v1/telemetry/pixel',
      'HEAD /health',
      'POST /action/data/v3/telemetry',
      'POST /api/data/v1/telemetry',
      'POST /content/data/v1/telemetry',
      'POST /data/v1/telemetry',
      'POST /data/v3/telemetry',
      'POST /v1/telemetry',
      'POST /v1/telemetry/beacon',
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

  it.each(Object.entries(tracers))('lets a browser send what the tracer of %s adds to every request', (_, headers) => {
    expect(api.CorsConfiguration.AllowHeaders).toEqual(expect.arrayContaining(headers));
  });

  it('bounds what a stranger can cost', () => {
    expect(apiStage.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: throttles[stage].rate,
      ThrottlingBurstLimit: throttles[stage].burst,
    });
  });

  it('bounds the routes that a stranger calls most easily more tightly, each for itself', () => {
    const { openRate, openBurst } = throttles[stage];
    const settings = { ThrottlingRateLimit: openRate, ThrottlingBurstLimit: openBurst };

    expect(apiStage.RouteSettings).toMatchObject({
      'GET /health': settings,
      'GET /v1/telemetry/pixel': settings,
      'HEAD /health': settings,
      'POST /v1/telemetry/beacon': settings,
    });
  });

  it('is made with its routes before the stage that names them', () => {
    const { DependsOn } = theOne(template, 'AWS::ApiGatewayV2::Stage', 'Http');
    const named = resourcesOf(template, 'AWS::ApiGatewayV2::Route')
      .filter(([, { Properties }]) => Properties.RouteKey in apiStage.RouteSettings)
      .map(([id]) => id);

    expect(DependsOn).toEqual(expect.arrayContaining(named));
  });

  it('reserves what the stage says of Lambda’s concurrency for ingest', () => {
    const { ReservedConcurrentExecutions } = theOne(template, 'AWS::Lambda::Function', 'Ingest').Properties;

    expect(ReservedConcurrentExecutions).toBe(throttles[stage].reserved);
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

  it('lets ingest reach no other stream, and of the lake the writing of failed events alone', () => {
    const policy = JSON.stringify(theOne(template, 'AWS::IAM::Policy', 'IngestFunction').Properties);

    const others = ['UniqueStream', 'EnrichedStream', 'LakeUndelivered', 'ClaimsTable'];
    for (const other of others) expect(policy).not.toContain(other);
    const lake = theOne(template, 'AWS::S3::Bucket', 'LakeBucket').id;
    const failed = { 'Fn::Join': ['', [arnOf(lake), '/failed/*']] };
    const statement = { Action: 's3:PutObject', Effect: 'Allow', Resource: failed };
    expect(policy).toContain(JSON.stringify(statement));
    expect(policy.replace(JSON.stringify(statement), '')).not.toContain(lake);
  });
});

describe('the headers that a stage names', () => {
  it('are those that a browser may send', () => {
    const template = synthesize({ ...dev, api: { ...dev.api, allowHeaders: ['authorization', 'x-mine'] } });

    const { CorsConfiguration } = theOne(template, 'AWS::ApiGatewayV2::Api', 'Http').Properties;
    expect(CorsConfiguration.AllowHeaders).toEqual(['authorization', 'x-mine']);
  });
});

describe('the HTTP API and credentials, without which a browser sends no beacon of JSON', () => {
  const corsFor = (allowOrigins: readonly string[]) => {
    const template = synthesize({ ...dev, api: { ...dev.api, allowOrigins } });
    return theOne(template, 'AWS::ApiGatewayV2::Api', 'Http').Properties.CorsConfiguration;
  };

  it('are allowed to the origins that a stage names', () => {
    expect(corsFor(['https://portal.example'])).toMatchObject({ AllowCredentials: true });
  });

  it('are not allowed together with “*”, which API Gateway refuses', () => {
    expect(corsFor(['https://portal.example', '*'])).toMatchObject({ AllowCredentials: false });
  });
});
