import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { SunstreamConfig } from './config/types.js';
import { ExhaustApi } from './constructs/exhaust/exhaust-api.js';
import { ExhaustJobs } from './constructs/exhaust/exhaust-jobs.js';
import { ExhaustQuery } from './constructs/exhaust/exhaust-query.js';
import { ExhaustRuns } from './constructs/exhaust/exhaust-runs.js';
import { Access } from './constructs/front/access.js';
import { HttpFront } from './constructs/front/http-front.js';
import { Strays } from './constructs/front/strays.js';
import { alarmTargets } from './constructs/monitoring/alarm-targets.js';
import { Monitoring } from './constructs/monitoring/monitoring.js';
import { Claims } from './constructs/pipeline/claims.js';
import { EventStream } from './constructs/pipeline/event-stream.js';
import { IngestApi } from './constructs/pipeline/ingest-api.js';
import { Lake } from './constructs/pipeline/lake.js';
import { LineTable } from './constructs/pipeline/line-table.js';
import { Progress } from './constructs/pipeline/progress.js';
import { StreamStage } from './constructs/pipeline/stream-stage.js';
import { Devices } from './constructs/registry/devices.js';
import { Registry } from './constructs/registry/registry.js';
import { Redrive } from './constructs/rework/redrive.js';
import { Replay } from './constructs/rework/replay.js';
import { Tally } from './constructs/rework/tally.js';
import { Search } from './constructs/search/search.js';
import { Sessions } from './constructs/sessions/sessions.js';

export interface TelemetryStackProps extends StackProps {
  readonly config: SunstreamConfig;
}

/** SDK → [ingest] → (ingest) → [dedup] → (unique) → [enrich] → (enriched) → S3; the README has the picture. */
export class TelemetryStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: TelemetryStackProps) {
    super(scope, id, props);

    const { shards, enrichedShards } = config.streams;
    const ingestStream = new EventStream(this, 'IngestStream', { config, shards });
    const uniqueStream = new EventStream(this, 'UniqueStream', { config, shards });
    const enrichedStream = new EventStream(this, 'EnrichedStream', { config, shards: enrichedShards });
    const claims = new Claims(this, 'Claims', { config });
    const progress = new Progress(this, 'Progress', { config });
    const lake = new Lake(this, 'Lake', { config });

    const failed = lake.keepFailedEvents();
    const failedTable = new LineTable(this, 'FailedTable', {
      bucket: lake.bucket,
      prefix: 'failed/',
      description: 'Events that were not stored, with their reasons',
      line: 'the failed event, as JSON text: docs/failed-events.md',
    });
    const exhaustQuery = new ExhaustQuery(this, 'ExhaustQuery', { config, bucket: lake.bucket });
    lake.archiveFrames(ingestStream);
    lake.storeEvents(enrichedStream);

    const front = new HttpFront(this, 'Http', { config });
    const access = takesTokens(config) ? new Access(this, 'Access', { config }) : undefined;
    const ingestAccess = config.auth.ingest === 'token' ? access : undefined;
    const ingest = new IngestApi(this, 'Ingest', { config, front, to: ingestStream, failed, access: ingestAccess });
    const registry = new Registry(this, 'Registry', { config, front, access });
    const devices = new Devices(this, 'Devices', { config, front, registry, access: ingestAccess });
    const jobs = new ExhaustJobs(this, 'ExhaustJobs', { config });
    const { bucket } = lake;
    const runs = new ExhaustRuns(this, 'ExhaustRuns', { config, jobs, query: exhaustQuery, registry, bucket });
    const { stateMachine } = runs;
    const exhaust = new ExhaustApi(this, 'Exhaust', { config, front, jobs, bucket, access, stateMachine });
    const strays = new Strays(this, 'Strays', { config, front, access });
    const sessions = new Sessions(this, 'Sessions', { config, query: exhaustQuery, registry, bucket });
    const dedup = new StreamStage(this, 'Dedup', {
      config,
      from: ingestStream,
      to: uniqueStream,
      failed,
      progress,
      undelivered: lake.undelivered,
      environment: { CLAIM_WINDOW_DAYS: String(config.claims.windowDays) },
    });
    claims.grantClaim(dedup.function);
    const enrich = new StreamStage(this, 'Enrich', {
      config,
      from: uniqueStream,
      to: enrichedStream,
      failed,
      progress,
      undelivered: lake.undelivered,
      environment: { DEFAULT_CHANNEL: config.api.defaultChannel, TIME_ZONE: config.timeZone },
    });
    registry.grantLookup(enrich.function, config.functions.consumerMemory);
    if (config.registry.refreshUsers) registry.grantUserRefresh(enrich.function);

    const tally = new Tally(this, 'Tally', { config, results: lake.bucket });
    const redrive = new Redrive(this, 'Redrive', {
      config,
      undelivered: lake.undelivered,
      stages: { dedup, enrich },
      tally,
    });
    const replay = new Replay(this, 'Replay', { config, lake: lake.bucket, to: ingestStream, tally });
    if (config.privacy.blankRegistrationAnswers) {
      const { ingestMemory } = config.functions;
      for (const judge of [ingest.function, replay.function]) registry.grantLookup(judge, ingestMemory);
    }
    const search = config.search
      ? new Search(this, 'Search', { config, search: config.search, from: enrichedStream, lake })
      : undefined;
    const streams = [ingestStream, uniqueStream, enrichedStream];
    const parts = {
      front,
      ingest,
      access,
      stages: [dedup, enrich],
      streams,
      claims,
      progress,
      lake,
      registry,
      devices,
      jobs,
      runs,
      exhaust,
      strays,
      sessions,
      redrive,
      replay,
      tally,
      search,
    };
    const monitoring = new Monitoring(this, 'Monitoring', { config, targets: alarmTargets(config, parts) });

    this.tell({
      // One host, told once for each who is given it: a path in it would be doubled by SDKs and commands.
      TelemetryUrl: [front.url, 'Host for SDKs, which add /v1/telemetry or the path that they use already'],
      RegistryUrl: [front.url, 'Host of the registry: npm run registry -- … --url URL'],
      ExhaustUrl: [front.url, 'Host of data exhaust: npm run exhaust -- … --url URL'],
      ExhaustTopic: [runs.notices.topic.topicArn, 'Tells of requests for data that have ended'],
      ExhaustStateMachine: [
        runs.stateMachine.stateMachineArn,
        'Runs requests for data of all channels: npm run exhaust:run-all -- --state-machine ARN',
      ],
      ExhaustJobsTable: [jobs.tableName, 'Requests for data'],
      LakeBucket: [lake.bucket.bucketName, 'Events lie under telemetry/'],
      FailedEventsTable: [failedTable.queryName, 'Ask Athena what failed'],
      TelemetryTable: [exhaustQuery.telemetry.queryName, 'Ask Athena what is stored'],
      SessionsTable: [sessions.table.queryName, 'Ask Athena for sessions'],
      SessionsStateMachine: [
        sessions.stateMachine.stateMachineArn,
        'Makes sessions of days: npm run sessions -- --from DAY --to DAY --state-machine ARN',
      ],
      ExhaustWorkGroup: [exhaustQuery.workGroup.ref, 'Athena workgroup of the exhausts'],
      UndeliveredBucket: [lake.undelivered.bucketName, 'Frames that a stage gave up on; empty when all is well'],
      AlarmTopic: [monitoring.topic.topicArn, 'Alarms are told here'],
      RedriveStateMachine: [
        redrive.stateMachine.stateMachineArn,
        'Puts undelivered frames back: npm run redrive -- --stage dedup --state-machine ARN',
      ],
      ReplayStateMachine: [
        replay.stateMachine.stateMachineArn,
        'Judges failed events again: npm run replay -- --reason schema --state-machine ARN',
      ],
      ...(access && {
        ConsumerSecrets: [
          access.secret.secretArn,
          'Secret with the consumers: npm run token -- --secret-id ARN makes a token',
        ],
      }),
    });
  }

  /** What is printed when the stack is deployed: name → value, and what it is for. */
  private tell(outputs: Readonly<Record<string, readonly [value: string, description: string]>>): void {
    for (const [id, [value, description]] of Object.entries(outputs)) new CfnOutput(this, id, { value, description });
  }
}

/** Telemetry may be open to anyone; what holds personal data is so on stage `local` alone, which isn't deployed. */
function takesTokens({ stage, auth }: SunstreamConfig): boolean {
  return auth.ingest === 'token' || stage !== 'local';
}
