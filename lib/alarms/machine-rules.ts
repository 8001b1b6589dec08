import type { AlarmRule } from './alarm-rule.js';
import { counted, metric, only, sumExpression, sumOfMetrics } from './measures.js';

const states = 'AWS/States';
/** "Execution metrics": ends without the work done. One that was stopped was so by somebody who knows. */
const badEnds = ['ExecutionsFailed', 'ExecutionsTimedOut'];
const failed = sumOfMetrics(...badEnds.map((name) => metric(states, name, 'Sum')));

/** State machines, and what runs in them. */
export const machineRules: readonly AlarmRule[] = [
  {
    id: 'sessions-failed',
    title: 'Sessions were not made',
    severity: 'today',
    on: 'sessions',
    measure: failed,
    measures: 'executions that failed, or took longer than a day',
    threshold: () => 0,
    unit: 'executions',
    periodMinutes: 60,
    periods: 1,
    missing: 'notBreaching',
    means:
      'The session documents of some days are missing, or are those of the time before. Events are not touched; a day can be made again for as long as its events are in the lake (`lake.keepDays.telemetry`).',
    look: [
      'Step Functions console, the state machine of the output `SessionsStateMachine`, the execution that failed: its cause names each day and what went wrong. With the error `Refused` somebody asked for days that can’t be made, and nothing is missing.',
      '`Query` failed: Athena’s reason is in the cause; `Bytes scanned limit was exceeded` means that a day’s folders hold more than `exhaust.maxScanGiB`.',
      '`Write` failed: the log of the function `sessions`.',
    ],
    mend: [
      'Mend what the cause says; raise `exhaust.maxScanGiB` and deploy, if that is it.',
      '`npm run sessions -- --from DAY --to DAY --state-machine ARN` makes the days again. The next night does so by itself for the last `sessions.lateDays` days.',
    ],
    over: 'That command ends with 0, and the days have new files under `summary/`.',
  },
  {
    id: 'sessions-missing',
    title: 'Nobody makes sessions',
    severity: 'today',
    on: 'sessionsDaily',
    measure: (target) => ({
      series: {
        started: metric(states, 'ExecutionsStarted', 'Sum')(target),
        received: counted('ingest.received')(target),
      },
      expression: `IF(${sumExpression(['received'])} > 0 AND ${sumExpression(['started'])} == 0, 1, 0)`,
    }),
    measures: 'whether on a day events came and the state machine was not started',
    threshold: () => 0,
    unit: '',
    periodMinutes: 24 * 60,
    periods: 2,
    missing: 'notBreaching',
    isBesides: true,
    means:
      'The schedule does not start the state machine: it was switched off, or its role may not. [sessions-failed](#sessions-failed) tells of executions, and there are none. Events are not touched.',
    look: [
      '`aws scheduler list-schedules --group-name default`: the one with `SessionsDaily` in its name is to be `ENABLED`.',
      'CloudWatch, `AWS/Scheduler`, `TargetErrorCount` of the group: are calls refused?',
    ],
    mend: [
      '`npx cdk deploy -c stage=STAGE` puts the schedule and its role back.',
      '`npm run sessions -- --from DAY --to DAY --state-machine ARN` makes the days that are missing.',
    ],
    over: 'The state machine was started, and the days have files under `summary/`.',
  },
  {
    id: 'lines-unreadable',
    title: 'The lake has lines that nobody can read',
    severity: 'today',
    on: 'sessionsDaily',
    measure: only(counted('sessions.unreadable')),
    measures: 'lines that the making of sessions could not read; one is counted by each day that reads its folder',
    threshold: () => 0,
    unit: 'lines',
    periodMinutes: 60,
    periods: 1,
    missing: 'notBreaching',
    isBesides: true,
    means:
      'There are lines under `telemetry/` that are no JSON, or of which arrival, time or eid can’t be told. They are in no session, no exhaust and no answer by SQL. The pipeline writes no such line: a file was put there, or cut, by something else, or a step has a fault.',
    look: [
      '[The lake by SQL](reading-the-lake.md#by-sql) has the question that counts such lines by day; with `hour` beside `dt` it names the folder. The output of the execution says which days counted how many.',
    ],
    mend: [
      'Take away a file that is no part of the lake.',
      'Lines of events: mend the file; what was sent is in `archive/` too, for as long as that is kept. Then `npm run sessions -- --from DAY --to DAY --state-machine ARN`.',
    ],
    over: '`npm run sessions` says nothing of lines that could not be read.',
  },
  {
    id: 'machine-failed',
    title: 'A state machine failed',
    severity: 'today',
    on: 'machine',
    measure: failed,
    measures: 'executions that failed, or took longer than a day',
    threshold: () => 0,
    unit: 'executions',
    periodMinutes: 60,
    periods: 1,
    missing: 'notBreaching',
    isBesides: true,
    means:
      'Exhaust: requests for data were not run, and wait for the next night. Redrive or replay: what was to be put back is not, or not all of it; what was done is remembered, and nothing comes twice.',
    look: [
      'Step Functions console, the state machine that the alarm names, the execution that failed: its cause. With the error `Refused` somebody asked for a stage or a reason that there isn’t, and nothing is wrong.',
      'The log of the function that the failed step called.',
    ],
    mend: [
      'Mend what the cause says.',
      'A redrive or a replay: start the same command again.',
      'Exhaust: `npm run exhaust:run-all -- --state-machine ARN` runs what waits ([exhaust](exhaust.md#by-the-command-line)); the next night does so by itself.',
    ],
    over: 'That execution succeeds.',
  },
  {
    id: 'exhaust-failed',
    title: 'A request for data was not fulfilled',
    severity: 'today',
    on: 'exhaustRuns',
    measure: sumOfMetrics(counted('exhaust-run.broken')),
    measures: 'runs that ended for another reason than what was asked for',
    threshold: () => 0,
    unit: 'runs',
    periodMinutes: 60,
    periods: 1,
    missing: 'notBreaching',
    isBesides: true,
    means:
      'A query or a file failed. The execution itself succeeds, since other requests go on; the requester is told. The request is tried again with the next nights, three times in all.',
    look: [
      'The log of the function `exhaust-run`: `filter message = "a run failed"` has the request, the run and the error.',
      'The execution with the run’s name, Step Functions console: the cause of the step that failed. A file: the log of the function `exhaust-write`.',
    ],
    mend: [
      'Out of memory or time: ask for fewer days.',
      'Anything else: mend what the cause says, then `npm run exhaust:run -- --url URL --channel CHANNEL --request-id REQUEST` ([exhaust](exhaust.md#by-the-command-line)).',
    ],
    over: 'The request has its file.',
  },
  {
    id: 'worker-errors',
    title: 'A function behind a state machine fails',
    severity: 'today',
    on: 'worker',
    measure: sumOfMetrics(metric('AWS/Lambda', 'Errors', 'Sum')),
    measures: 'invocations that ended with an error, a time-out or no memory left',
    threshold: () => 0,
    unit: 'invocations',
    periodMinutes: 60,
    periods: 1,
    missing: 'notBreaching',
    isBesides: true,
    means:
      'A step failed. The state machine tries again where that may help, and goes on with the next request, day or object where not, so that it may end well with a part undone. Nothing is lost: the books of a redrive or replay name the object, sessions the day, and the exhaust tells its requester.',
    look: [
      'The function’s log: `filter @message like "Task timed out" or level = "ERROR" | sort @timestamp desc`.',
      'Was it out of memory or time? `filter @type = "REPORT" | stats max(@duration), max(@maxMemoryUsed)`.',
    ],
    mend: [
      'A dependency was down: start the same again.',
      'Out of memory or time: fewer days for an exhaust. For a redrive, a replay or their books, a shorter time with `--since`.',
    ],
    over: 'The same work ends without an error.',
  },
];
