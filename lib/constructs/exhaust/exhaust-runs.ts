import { Duration, TimeZone } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  type IChainable,
  Pass,
  ProvideItems,
  QueryLanguage,
  StateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { acknowledgeMachine } from '../base/acknowledge-machine.js';
import { InvokeTask } from '../base/invoke-task.js';
import { athenaRetry, retry } from '../base/retries.js';
import { ExhaustFunctions, type ExhaustRunsProps } from './exhaust-functions.js';
import { ExhaustNotices } from './exhaust-notices.js';
import type { ExhaustQuery } from './exhaust-query.js';

/** Below the 20 minutes that a claim holds: a run that waits longer for its query has lost the job. */
const queryTime = Duration.minutes(15);
/** Jobs at a time; what is more than Athena's own quota of queries waits there. */
const jobsAtOnce = 3;

/**
 * Runs requests for data: plan, then for each job take, query, write, tell. Input `{requestIds?}`; without them, all jobs
 * that may run. Two executions never have one job at a time, and what a dead one had may be run again after 20 minutes.
 */
export class ExhaustRuns extends Construct {
  readonly stateMachine: StateMachine;
  readonly notices: ExhaustNotices;
  readonly functions: ExhaustFunctions;

  constructor(scope: Construct, id: string, props: ExhaustRunsProps) {
    super(scope, id);
    const { config, query } = props;
    this.notices = new ExhaustNotices(this, 'Notices', { config });
    this.functions = new ExhaustFunctions(this, 'Functions', props);

    const map = DistributedMap.jsonata(this, 'Each', {
      comment: 'Each job by itself: one that fails ends no other',
      items: ProvideItems.jsonata('{% $states.input.requestIds %}'),
      itemSelector: {
        requestId: '{% $states.context.Map.Item.Value %}',
        runId: '{% $states.context.Execution.Name %}',
      },
      maxConcurrency: jobsAtOnce,
      toleratedFailurePercentage: 100,
    });
    map.itemProcessor(this.eachJob(this.functions, query));
    const plan = new InvokeTask(this, 'Plan', this.functions.control, step('plan'));
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    query.grantRun(role);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      role,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(plan.addRetry(retry).next(map)),
      comment: 'Requests for data to their files',
      timeout: Duration.days(1),
    });
    acknowledgeMachine(
      this.stateMachine,
      'The execution keeps its own history for 90 days, and the jobs table says how each job ended.',
    );
    this.runNightly(config);
  }

  /** What happens to a job, `{requestId, runId}`. Wherever it goes wrong, the job is told of it. */
  private eachJob({ control, write }: ExhaustFunctions, query: ExhaustQuery): IChainable {
    const done = Pass.jsonata(this, 'Done', { outputs: {} });
    const tell = this.notices.tell(this, 'Tell', '{% $states.input.notice %}', done);
    const ended = Choice.jsonata(this, 'Ended').when(kindIs('ended'), tell).otherwise(done);

    const fail = new InvokeTask(
      this,
      'Fail',
      control,
      "{% {'step': 'fail', 'requestId': $requestId, 'runId': $runId, 'caught': $states.input} %}",
    );
    fail.addRetry(retry).next(ended);

    const file = new InvokeTask(
      this,
      'Write',
      write,
      "{% {'runId': $runId, 'run': $states.input.run, 'result': $states.input.result} %}",
    );
    file.addRetry(retry).addCatch(fail).next(ended);

    const ask = query.ask(this, 'Query', queryTime).addRetry(athenaRetry).addCatch(fail);
    ask.next(file);

    const take = new InvokeTask(this, 'Take', control, step('take'));
    take.addRetry(retry).addCatch(fail);
    const taken = Choice.jsonata(this, 'Taken').when(kindIs('query'), ask).when(kindIs('write'), file).otherwise(ended);
    const names = { requestId: '{% $states.input.requestId %}', runId: '{% $states.input.runId %}' };
    return Pass.jsonata(this, 'Name', { assign: names }).next(take).next(taken);
  }

  /** Everything that is SUBMITTED, or FAILED with attempts left: once a night, at the hour that upstream has. */
  private runNightly({ exhaust, timeZone }: SunstreamConfig): void {
    if (exhaust.nightlyHour === null) return;
    new Schedule(this, 'Nightly', {
      description: 'Runs the requests for data that wait',
      schedule: ScheduleExpression.cron({
        minute: '0',
        hour: String(exhaust.nightlyHour),
        timeZone: TimeZone.of(timeZone),
      }),
      target: new StepFunctionsStartExecution(this.stateMachine, { input: ScheduleTargetInput.fromObject({}) }),
    });
  }
}

const step = (name: string) => `{% $merge([$states.input, {'step': '${name}'}]) %}`;
const kindIs = (kind: string) => Condition.jsonata(`{% $states.input.kind = '${kind}' %}`);
