import type { Input, JsonService, Operation } from '../../calls/json-service.js';
import type { Permission } from '../../calls/policy.js';
import type { ObjectStore } from '../s3/object-store.js';
import { describeExecution, type Execution } from './execution.js';
import type { LocalAthena } from './local-athena.js';
import { resultPage } from './result-page.js';

/** Athena, as far as an exhaust uses it: a SELECT is started, watched, stopped, and its result read. */
export function athenaService(athena: LocalAthena, objects: ObjectStore): JsonService {
  const onQuery = (
    action: string,
    run: (execution: Execution, input: Input) => unknown,
    more: (execution: Execution) => readonly Permission[] = () => [],
  ): Operation => ({
    permissions: ({ QueryExecutionId }) => {
      const execution = athena.find(QueryExecutionId);
      const resource = athena.workGroup(execution.workGroup).arn;
      return [{ action: `athena:${action}`, resource }, ...more(execution)];
    },
    run: (input) => run(athena.find(input.QueryExecutionId), input),
  });
  return {
    name: 'athena',
    jsonVersion: '1.1',
    operations: {
      StartQueryExecution: {
        permissions: ({ WorkGroup }) => [
          { action: 'athena:StartQueryExecution', resource: athena.workGroup(WorkGroup).arn },
        ],
        run: (input, role) => ({ QueryExecutionId: athena.start(input, role) }),
      },
      GetQueryExecution: onQuery('GetQueryExecution', (execution) => ({
        QueryExecution: describeExecution(execution),
      })),
      GetQueryResults: onQuery(
        'GetQueryResults',
        (execution, input) => resultPage(objects, execution, input),
        ({ bucket, key }) => [{ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` }],
      ),
      StopQueryExecution: onQuery('StopQueryExecution', ({ id }) => {
        athena.stop(id);
        return {};
      }),
    },
  };
}
