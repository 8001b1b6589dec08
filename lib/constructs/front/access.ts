import { Duration, Lazy, Validations } from 'aws-cdk-lib';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { removalPolicy } from '../base/removal-policy.js';

/** What a token may be good for. */
export type TokenScope =
  | 'telemetry:write'
  | 'exhaust:request'
  | 'exhaust:read'
  | 'registry:read'
  | 'registry:write'
  // Of no route: with it, `registry:read` shows personal values too.
  | 'registry:personal';

/** Where a request carries its token; the first identity source is what the authorizer reads. */
const places = {
  header: '$request.header.Authorization',
  query: '$request.querystring.token',
} as const;

export type TokenPlace = keyof typeof places;

/** Who judges the token of a route, and where in a request it is. */
export interface TokenCheck {
  readonly authorizer: HttpLambdaAuthorizer;
  readonly place: TokenPlace;
}

/** How long API Gateway remembers an answer of the authorizer. A token that is taken back works so much longer. */
const remembered = Duration.seconds(300);

/** Who may call which route: the authorizer of the HTTP API, and the secret with the consumers that it knows. */
export class Access extends Construct {
  /** JSON: consumer → secret, or `{ secret, scopes, channels }`. */
  readonly secret: Secret;
  readonly function: PipelineFunction;
  private readonly scopes: Record<string, TokenScope> = {};
  private readonly authorizers: Readonly<Record<TokenPlace, HttpLambdaAuthorizer>>;

  constructor(scope: Construct, id: string, { config }: { readonly config: SunstreamConfig }) {
    super(scope, id);
    this.secret = new Secret(this, 'Consumers', {
      description: `Consumers of Sunstream, stage ${config.stage}, and their secrets`,
      // The first consumer's secret is made in AWS, so none is in the template. Not to be changed: CloudFormation
      // would generate the secret anew, and all consumers that were put into it would be gone.
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'first',
        passwordLength: 48,
        excludePunctuation: true,
      },
      removalPolicy: removalPolicy(config),
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A consumer signs with its secret outside of AWS: changing it alone would lock that consumer out.',
    });
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage: 'authorize',
      description: 'Bearer token to yes or no',
      memory: config.functions.ingestMemory,
      // "HTTP API quotas": API Gateway waits ten seconds for an authorizer.
      timeout: Duration.seconds(10),
      reservedConcurrency: config.functions.ingestConcurrency,
      environment: {
        CONSUMER_SECRETS: this.secret.secretArn,
        ISSUERS: JSON.stringify(config.auth.issuers),
        ROUTE_SCOPES: Lazy.string({ produce: () => JSON.stringify(this.scopes) }),
      },
    });
    this.function.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secret.secretArn] }),
    );
    const authorizer = (name: string, place: TokenPlace) =>
      new HttpLambdaAuthorizer(name, this.function, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        // With the route key, what is remembered of a token on one route says nothing of another.
        identitySource: [places[place], '$context.routeKey'],
        resultsCacheTtl: remembered,
      });
    this.authorizers = {
      header: authorizer('HeaderAuthorizer', 'header'),
      query: authorizer('QueryAuthorizer', 'query'),
    };
  }

  /** The check for a route, which from now on takes a token with that scope, found in that place. */
  require(routeKey: string, scope: TokenScope, place: TokenPlace = 'header'): TokenCheck {
    this.scopes[routeKey] = scope;
    return { authorizer: this.authorizers[place], place };
  }
}
