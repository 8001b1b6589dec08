import { Duration, TimeZone, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Fail,
  type IChainable,
  Pass,
  ProvideItems,
  QueryLanguage,
  StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { acknowledgeMachine } from '../base/acknowledge-machine.js';
import { InvokeTask } from '../base/invoke-task.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import { athenaRetry, retry } from '../base/retries.js';
import { wildcardFinding } from '../base/wildcard-finding.js';
import { type ExhaustQuery, resultsPrefix } from '../exhaust/exhaust-query.js';
import type { Registry } from '../registry/registry.js';
import { SessionsTable, summaryPrefix } from './sessions-table.js';

export interface SessionsProps {
  readonly config: SunstreamConfig;
  /** The table of stored events, and the workgroup to ask it in. */
  readonly query: ExhaustQuery;
  /** Knows who was erased, of whom no document is made. */
  readonly registry: Registry;
  /** Documents go under `summary/`. */
  readonly bucket: Bucket;
}

const queryTime = Duration.minutes(30);
/** Days at a time; each is a query of its own. */
const daysAtOnce = 2;

/**
 * Makes session documents out of stored events: plan, then for each day query and write. Input `{from?, to?, lateDays?}`;
 * without days, yesterday and the `lateDays` before it. A day that fails ends no other, and the execution fails with it.
 */
export class Sessions extends Construct {
  readonly stateMachine: StateMachine;
  readonly table: SessionsTable;
  readonly function: PipelineFunction;
  /** Whether a schedule starts it. */
  readonly isDaily: boolean;

  constructor(scope: Construct, id: string, { config, query, registry, bucket }: SessionsProps) {
    super(scope, id);
    this.table = new SessionsTable(this, 'Table', { bucket, database: query.telemetry.database });
    this.function = this.makeFunction(config, bucket);
    registry.grantStandings(this.function);

    const map = DistributedMap.jsonata(this, 'Each', {
      comment: 'Each day by itself',
      items: ProvideItems.jsonata('{% $states.input.days %}'),
      maxConcurrency: daysAtOnce,
    });
    map.itemProcessor(this.eachDay(query));
    const refused = Fail.jsonata(this, 'Refused', { error: 'Refused', cause: '{% $states.input.fault %}' });
    const failed = Fail.jsonata(this, 'Failed', {
      error: 'DaysFailed',
      cause: whatFailed,
    });
    const ended = Choice.jsonata(this, 'Ended').when(hasFault, failed).otherwise(new Succeed(this, 'Made'));
    const planned = Choice.jsonata(this, 'Planned').when(hasFault, refused).otherwise(map.next(ended));
    const plan = new InvokeTask(this, 'Plan', this.function, "{% $merge([$states.input, {'step': 'plan'}]) %}");

    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    query.grantRun(role);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      role,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(plan.addRetry(retry).next(planned)),
      comment: 'Stored events to session documents, a file a day',
      timeout: Duration.days(1),
    });
    acknowledgeMachine(
      this.stateMachine,
      'The execution keeps its own history for 90 days, and its output says what was made of each day.',
    );
    this.isDaily = config.sessions.hour !== null;
    this.runDaily(config);
  }

  /** What happens to a day, `{run, query}`. Wherever it goes wrong, the day comes out with what did. */
  private eachDay(query: ExhaustQuery): IChainable {
    const fault = Pass.jsonata(this, 'Fault', {
      outputs: `{% {'day': $day, 'fault': $substring($states.input.Error & ': ' & $states.input.Cause, 0, ${maxFault})} %}`,
    });
    const write = new InvokeTask(
      this,
      'Write',
      this.function,
      "{% {'step': 'write', 'run': $states.input.run, 'result': $states.input.result} %}",
    );
    write.addRetry(retry).addCatch(fault);
    const ask = query.ask(this, 'Query', queryTime).addRetry(athenaRetry).addCatch(fault);
    ask.next(write);
    return Pass.jsonata(this, 'Name', { assign: { day: '{% $states.input.run.day %}' } }).next(ask);
  }

  private makeFunction(config: SunstreamConfig, bucket: Bucket): PipelineFunction {
    const { gapMinutes, idleMinutes, lateDays } = config.sessions;
    const settings = {
      timeZone: config.timeZone,
      gapMs: gapMinutes * 60_000,
      idleMs: idleMinutes * 60_000,
      lateDays,
      keepDays: config.lake.keepDays.telemetry,
    };
    const made = new PipelineFunction(this, 'Function', {
      config,
      stage: 'sessions',
      description: 'Days to their queries, and a query’s result to the sessions of a day',
      // "1,769 MB is one vCPU", which a result's rows keep busy.
      memory: 1_769,
      timeout: Duration.minutes(15),
      environment: { LAKE_BUCKET: bucket.bucketName, SESSIONS: JSON.stringify(settings) },
    });
    const allow = (pattern: string, ...actions: string[]) => {
      made.addToRolePolicy(new PolicyStatement({ actions, resources: [bucket.arnForObjects(pattern)] }));
      Validations.of(made.role ?? this).acknowledge({
        id: wildcardFinding(bucket, pattern),
        reason: 'Files are named by their days and results by Athena; neither is known before.',
      });
    };
    allow(`${summaryPrefix}*`, 's3:PutObject', 's3:AbortMultipartUpload');
    allow(`${resultsPrefix}*`, 's3:GetObject');
    return made;
  }

  private runDaily({ sessions, timeZone }: SunstreamConfig): void {
    if (sessions.hour === null) return;
    new Schedule(this, 'Daily', {
      description: 'Makes the sessions of yesterday, and again those that late events may belong to',
      schedule: ScheduleExpression.cron({
        minute: '0',
        hour: String(sessions.hour),
        timeZone: TimeZone.of(timeZone),
      }),
      target: new StepFunctionsStartExecution(this.stateMachine, { input: ScheduleTargetInput.fromObject({}) }),
    });
  }
}

/**
 * Characters of a day's fault: a function's comes with its stack trace, up to 32 KiB, and the days' results together are
 * 256 KiB at most ("Step Functions quotas").
 */
const maxFault = 500;
/** Characters of an execution's cause: it has 32,768 at most, which these are in bytes whatever they are. */
const maxCause = 8_000;

/** JSONata for which days failed, all of them, and of what: mostly they fail of one thing, which is said once. */
const whatFailed = `{% (${[
  '$failed := $states.input[$exists(fault)]',
  `$substring($join($failed.day, ', ') & ': ' & $join($distinct($failed.fault), '\\n'), 0, ${maxCause})`,
].join('; ')}) %}`;

/** Of an object, or of any in a list. */
const hasFault = Condition.jsonata('{% $exists($states.input.fault) %}');
