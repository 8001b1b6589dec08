import { AwsError } from '../../../../calls/aws-error.js';
import { describeExecution, isOver } from '../../../athena/execution.js';
import { StateError } from '../state-error.js';
import type { Integration, Services } from './integration.js';

/** How often a query is looked at, in milliseconds; Step Functions looks too, and less often. */
const lookEveryMs = 100;

/** "Run Athena queries with Step Functions", `.sync`: waits for the query, and ends it when nobody waits any more. */
export function athenaStartQuery({ gate, role, athena, clock }: Services): Integration {
  return async (args, signal) => {
    const id = start(args);
    signal.addEventListener('abort', () => athena.stop(id), { once: true });
    while (!isOver(athena.find(id)) && !signal.aborted) await clock.wait(lookEveryMs, signal);
    const QueryExecution = describeExecution(athena.find(id));
    if (athena.find(id).state === 'SUCCEEDED') return { QueryExecution };
    throw new StateError('States.TaskFailed', JSON.stringify({ QueryExecution }));
  };

  function start(args: Readonly<Record<string, unknown>>): string {
    try {
      const resource = athena.workGroup(args.WorkGroup as string | undefined).arn;
      gate.check(role, [
        { action: 'athena:StartQueryExecution', resource },
        { action: 'athena:GetQueryExecution', resource },
      ]);
      return athena.start(args, role);
    } catch (error) {
      if (error instanceof AwsError) throw new StateError(`Athena.${error.code}`, error.message);
      throw error;
    }
  }
}
