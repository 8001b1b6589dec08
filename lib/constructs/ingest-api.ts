import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../config.js';
import type { Access } from './access.js';
import type { EventStream } from './event-stream.js';
import type { FailedEvents } from './failed-events.js';
import { ingestRoutes, keyOf } from './ingest-routes.js';
import { PipelineFunction } from './pipeline-function.js';
import { StageLogs } from './stage-logs.js';

export interface IngestApiProps {
  readonly config: SunstreamConfig;
  readonly to: EventStream;
  readonly failed: FailedEvents;
  /** Who may send telemetry; without it, anyone. */
  readonly access: Access | undefined;
}

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
      consumer: '$context.authorizer.consumer',
      authorizerError: '$context.authorizer.error',
    }),
  );

/** HTTP API and the ingest function. The body limit of 10 MB is API Gateway's, the smaller ones are the function's. */
export class IngestApi extends Construct {
  readonly url: string;
  readonly function: PipelineFunction;
  readonly stage: HttpStage;
  /** Other parts of the stack add their routes here. */
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { config, to, failed, access }: IngestApiProps) {
    super(scope, id);
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage: 'ingest',
      description: 'HTTP batches to Kinesis frames: judges each event',
      memory: config.functions.ingestMemory,
      timeout: Duration.seconds(20),
      reservedConcurrency: config.functions.ingestConcurrency,
      environment: {
        OUTPUT_STREAM: to.stream.streamName,
        JUDGING: JSON.stringify(config.judging),
        IP: config.privacy.ip,
      },
    });
    to.stream.grant(this.function, 'kinesis:PutRecords', 'kinesis:DescribeStreamSummary');
    failed.grantWrite(this.function);

    this.api = new HttpApi(this, 'Api', {
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
    const { api } = this;
    const integration = new HttpLambdaIntegration('IngestIntegration', this.function);
    const openRoutes = ingestRoutes.flatMap((route) => {
      const { method, path, token, isOpen } = route;
      const authorizer = token === 'none' ? undefined : access?.require(keyOf(route), 'telemetry:write', token);
      const added = api.addRoutes({ path, methods: [method], integration, ...(authorizer && { authorizer }) });
      if (!authorizer) for (const free of added) acknowledgeFree(free, token === 'none');
      return isOpen ? added : [];
    });

    const accessLogs = new StageLogs(this, 'AccessLogs', { config });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: config.api.throttleRate, burstLimit: config.api.throttleBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: accessLine(config) },
    });
    boundOpenRoutes(this.stage, config);
    // API Gateway: "Unable to find Route by key", where a stage is made before a route that its settings name.
    this.stage.node.addDependency(...openRoutes);
    this.url = this.stage.url;
  }
}

/** "RouteSettings: route key → settings", which the library's stage has no property for. */
function boundOpenRoutes(stage: HttpStage, { api }: SunstreamConfig): void {
  const settings = { ThrottlingRateLimit: api.openRouteRate, ThrottlingBurstLimit: api.openRouteBurst };
  (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
    ingestRoutes.filter(({ isOpen }) => isOpen).map((route) => [keyOf(route), settings]),
  );
}

function acknowledgeFree(route: HttpRoute, isHealth: boolean): void {
  Validations.of(route).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: isHealth
      ? 'Says whether a batch would be taken, and nothing else; monitors ask without a token, at a throttle of its own.'
      : 'auth.ingest is none: deployed SDKs post without a token; the throttle bounds what a stranger can cost.',
  });
}
