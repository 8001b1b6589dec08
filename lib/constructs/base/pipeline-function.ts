import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { functionCode } from './function-code.js';
import { StageLogs } from './stage-logs.js';

export interface PipelineFunctionProps {
  readonly config: SunstreamConfig;
  /** Folder under `lambdas/`; also the `stage` of its metrics and logs. */
  readonly stage: string;
  readonly description: string;
  /** MB. */
  readonly memory: number;
  readonly timeout: Duration;
  /** Invocations at a time, reserved for it alone; `null` or absent takes part in the account's. */
  readonly reservedConcurrency?: number | null;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The one way to make a Lambda here: arm64, ESM with the SDK bundled in, its own role and its own log group. */
export class PipelineFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    const { config, stage } = props;
    const inside = new Construct(scope, `${id}Parts`);
    const role = new Role(inside, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the ${stage} function may do`,
    });
    const logGroup = new StageLogs(inside, 'Logs', { config });
    logGroup.grantWrite(role);
    super(scope, id, {
      code: functionCode(inside, stage),
      handler: 'index.handler',
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memory,
      timeout: props.timeout,
      reservedConcurrentExecutions: props.reservedConcurrency ?? undefined,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        STAGE: stage,
        STACK: Stack.of(scope).stackName,
        POWERTOOLS_SERVICE_NAME: stage,
        POWERTOOLS_METRICS_NAMESPACE: 'Sunstream',
        POWERTOOLS_LOG_LEVEL: config.logs.level,
        NODE_OPTIONS: '--enable-source-maps',
        ...props.environment,
      },
    });
    Validations.of(this).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason:
          'For asynchronous calls alone; API callers get the error, and stream records go to the undelivered bucket.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason:
          'A trace ends at the first Kinesis stream; the counts of each stage say where events are, at no cost an event.',
      },
    );
  }
}
