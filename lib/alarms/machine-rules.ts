import type { AlarmRule } from './alarm-rule.js';
import { metric, sumOfMetrics } from './measures.js';

const states = 'AWS/States';
/** "Execution metrics": ends without the work done. One that was stopped was so by somebody who knows. */
const badEnds = ['ExecutionsFailed', 'ExecutionsTimedOut'];

/** State machines that a schedule starts, and nobody waits for. */
export const machineRules: readonly AlarmRule[] = [
  {
    id: 'sessions-failed',
    title: 'Sessions were not made',
    severity: 'today',
    on: 'machine',
    measure: sumOfMetrics(...badEnds.map((name) => metric(states, name, 'Sum'))),
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
];
