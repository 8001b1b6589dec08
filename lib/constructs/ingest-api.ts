import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../config.js';
import type { EventStream } from './event-stream.js';
import type { FailedEvents } from './failed-events.js';
import { PipelineFunction } from './pipeline-function.js';
import { StageLogs } from './stage-logs.js';

export interface IngestApiProps {
  readonly config: SunstreamConfig;
  readonly to: EventStream;
  readonly failed: FailedEvents;
}

/** Where the SDKs, the mobile apps and the portals in use today post to. */
const telemetryPaths = [
  '/v1/telemetry',
  '/data/v1/telemetry',
  '/data/v3/telemetry',
  '/content/data/v1/telemetry',
  '/api/data/v1/telemetry',
  '/action/data/v3/telemetry',
];

/** Sent by one SDK generation or another. `*` in the preflight's answer does not cover `authorization`. */
const clientHeaders = [
  'authorization',
  'content-type',
  'content-encoding',
  'datatype',
  'x-app-id',
  'x-channel-id',
  'x-device-id',
  'x-requested-with',
];

/** Says of a request what the function can't: that it was throttled, refused or not answered in time. */
const accessLine = ({ privacy }: SunstreamConfig) =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: '$context.requestId',
      time: '$context.requestTime',
      ...(privacy.ip === 'whole' && { ip: '$context.identity.sourceIp' }),
      route: '$context.routeKey',
      status: '$context.status',
      latencyMs: '$context.responseLatency',
      error: '$context.error.message',
      integrationError: '$context.integrationErrorMessage',
    }),
  );

/** HTTP API and the ingest function. The body limit of 10 MB is API Gateway's, the smaller ones are the function's. */
export class IngestApi extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { config, to, failed }: IngestApiProps) {
    super(scope, id);
    const ingest = new PipelineFunction(this, 'Function', {
      config,
      stage: 'ingest',
      description: 'HTTP batches to Kinesis frames: judges each event',
      memory: config.functions.ingestMemory,
      timeout: Duration.seconds(20),
      environment: {
        OUTPUT_STREAM: to.stream.streamName,
        JUDGING: JSON.stringify(config.judging),
        IP: config.privacy.ip,
      },
    });
    to.stream.grant(ingest, 'kinesis:PutRecords', 'kinesis:DescribeStreamSummary');
    failed.grantWrite(ingest);

    const api = new HttpApi(this, 'Api', {
      description: `Sunstream telemetry, stage ${config.stage}`,
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...config.api.allowOrigins],
        allowMethods: [CorsHttpMethod.POST, CorsHttpMethod.GET, CorsHttpMethod.OPTIONS],
        allowHeaders: clientHeaders,
        // A browser sends a beacon of JSON with credentials only, and API Gateway refuses those together with `*`.
        allowCredentials: !config.api.allowOrigins.includes('*'),
        maxAge: Duration.hours(2),
      },
    });
    const integration = new HttpLambdaIntegration('IngestIntegration', ingest);
    for (const path of telemetryPaths) api.addRoutes({ path, methods: [HttpMethod.POST], integration });
    api.addRoutes({ path: '/health', methods: [HttpMethod.GET], integration });

    const accessLogs = new StageLogs(this, 'AccessLogs', { config });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: config.api.throttleRate, burstLimit: config.api.throttleBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: accessLine(config) },
    });
    this.url = stage.url;
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Deployed SDKs post without a token and retry a refusal for ever; the throttle bounds what a stranger can cost.',
    });
  }
}
