import { Annotations, Duration, Lazy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  type HttpMethod,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import type { PipelineFunction } from '../base/pipeline-function.js';
import { StageLogs } from '../base/stage-logs.js';
import type { TokenCheck } from './access.js';
import { CountedAnswers } from './counted-answers.js';

/** A route of the API. */
export interface FrontRoute {
  readonly method: HttpMethod;
  readonly path: string;
  /** The function that answers. */
  readonly target: PipelineFunction;
  /** Who judges its token; a route without one says why. */
  readonly token?: TokenCheck | undefined;
  readonly freeBecause?: string;
  /** Has the lower throttle of what a stranger calls most easily. */
  readonly isOpen?: boolean;
}

/** Says of a request what the function can't: that it was throttled, refused or not answered in time. */
const accessLine = ({ privacy }: SunstreamConfig) =>
  AccessLogFormat.custom(
    JSON.stringify({
      apiId: '$context.apiId',
      stage: '$context.stage',
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

/** API Gateway's name of a route, such as `POST /v1/telemetry`. */
export const keyOf = ({ method, path }: Pick<FrontRoute, 'method' | 'path'>): string => `${method} ${path}`;

/** The one HTTP API, which every part with routes adds its own to. */
export class HttpFront extends Construct {
  /** Scheme and host, without a path: what SDKs and commands are given. */
  readonly url: string;
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** Every route, in the order in which they were added. */
  readonly routes: FrontRoute[] = [];
  private readonly integrations = new Map<PipelineFunction, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: `Sunstream telemetry, stage ${config.stage}`,
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...config.api.allowOrigins],
        allowMethods: [CorsHttpMethod.POST, CorsHttpMethod.GET, CorsHttpMethod.OPTIONS],
        allowHeaders: [...config.api.allowHeaders],
        // A browser sends a beacon of JSON with credentials only, and API Gateway refuses those together with `*`.
        allowCredentials: !config.api.allowOrigins.includes('*'),
        maxAge: Duration.hours(2),
      },
    });
    const accessLogs = new StageLogs(this, 'AccessLogs', { config });
    if (config.alarms.watch === 'all') new CountedAnswers(this, 'CountedAnswers', { accessLogs });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: config.api.throttleRate, burstLimit: config.api.throttleBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: accessLine(config) },
    });
    const { openRouteRate: ThrottlingRateLimit, openRouteBurst: ThrottlingBurstLimit } = config.api;
    // "RouteSettings: route key → settings", which the library's stage has no property for.
    (this.stage.node.defaultChild as CfnStage).routeSettings = Lazy.any({
      produce: () =>
        Object.fromEntries(
          this.routes
            .filter(({ isOpen }) => isOpen)
            .map((route) => [keyOf(route), { ThrottlingRateLimit, ThrottlingBurstLimit }]),
        ),
    });
    this.url = this.api.apiEndpoint;
    if (config.retainData && config.api.allowOrigins.includes('*')) {
      Annotations.of(this).addWarningV2('sunstream:any-origin', anyOrigin(config.stage));
    }
  }

  addRoute(route: FrontRoute): void {
    const { method, path, target, token, freeBecause, isOpen } = route;
    const integration = this.integrationOf(target);
    const authorizer = token && { authorizer: token.authorizer };
    const made = this.api.addRoutes({ path, methods: [method], integration, ...authorizer });
    this.routes.push(route);
    if (!token) for (const each of made) acknowledgeFree(each, freeBecause);
    // API Gateway: "Unable to find Route by key", where a stage is made before a route that its settings name.
    if (isOpen) this.stage.node.addDependency(...made);
  }

  /** One a function; named by the part that the function is of. */
  private integrationOf(target: PipelineFunction): HttpLambdaIntegration {
    const part = target.node.scope?.node.id ?? '';
    const known = this.integrations.get(target) ?? new HttpLambdaIntegration(`${part}Integration`, target);
    this.integrations.set(target, known);
    return known;
  }
}

const anyOrigin = (stage: string) =>
  `api.allowOrigins is "*": every page of the web may post here from its visitors' browsers. Name the origins of your portals in lib/config/stages/${stage}.ts, such as https://portal.example.org, or keep "*" if anyone's pages are to send.`;

function acknowledgeFree(route: HttpRoute, reason: string | undefined): void {
  if (reason === undefined) throw new Error(`${route.node.path}: expected an authorizer, or why it takes no token.`);
  Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
}
