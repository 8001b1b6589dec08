import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import type { Access } from '../front/access.js';
import { type HttpFront, keyOf } from '../front/http-front.js';
import type { EventStream } from './event-stream.js';
import type { FailedEvents } from './failed-events.js';
import { ingestRoutes } from './ingest-routes.js';

export interface IngestApiProps {
  readonly config: SunstreamConfig;
  readonly front: HttpFront;
  readonly to: EventStream;
  readonly failed: FailedEvents;
  /** Who may send telemetry; without it, anyone. */
  readonly access: Access | undefined;
}

/** The ingest function and its routes. The body limit of 10 MB is API Gateway's, the smaller ones are the function's. */
export class IngestApi extends Construct {
  readonly function: PipelineFunction;

  constructor(scope: Construct, id: string, { config, front, to, failed, access }: IngestApiProps) {
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

    for (const { token, ...route } of ingestRoutes) {
      front.addRoute({
        ...route,
        target: this.function,
        token: token === 'none' ? undefined : access?.require(keyOf(route), 'telemetry:write', token),
        freeBecause: free[token === 'none' ? 'health' : 'telemetry'],
      });
    }
  }
}

/** Why a route takes no token. */
const free = {
  health:
    'Says whether a batch would be taken, and nothing else; monitors ask without a token, at a throttle of its own.',
  telemetry: 'auth.ingest is none: deployed SDKs post without a token; the throttle bounds what a stranger can cost.',
} as const;
