import type { Execution } from '../../local/services/athena/execution.js';
import type { LocalAthena } from '../../local/services/athena/local-athena.js';

export interface AskedQuery {
  readonly QueryString: string;
  readonly ExecutionParameters: readonly string[];
}

export type QueryEnd = Partial<Pick<Execution, 'state' | 'reason'>>;

/** An Athena that is told how its queries end: at once, or not at all where the state is RUNNING. */
export function fakeAthena(end: (asked: AskedQuery, count: number) => QueryEnd, workGroup = 'exhausts') {
  const executions = new Map<string, Execution>();
  const stopped: string[] = [];
  const store = {
    workGroup: () => ({ name: workGroup, arn: `arn:aws:athena:local-1:000000000000:workgroup/${workGroup}` }),
    find: (id: string) => executions.get(id),
    start: (asked: AskedQuery) => {
      const { state = 'SUCCEEDED', reason } = end(asked, executions.size + 1);
      const id = `query-${executions.size + 1}`;
      executions.set(id, {
        id,
        query: asked.QueryString,
        workGroup,
        database: 'events',
        parameters: asked.ExecutionParameters,
        role: 'role',
        bucket: 'lake',
        key: `query-results/${id}.csv`,
        submittedAt: 0,
        abort: new AbortController(),
        state,
        ...(reason !== undefined && { reason }),
        columns: [],
      });
      return id;
    },
    stop: (id: string) => {
      const execution = executions.get(id) as Execution;
      if (execution.state !== 'RUNNING') return;
      stopped.push(id);
      execution.state = 'CANCELLED';
    },
  } as unknown as LocalAthena;
  return { store, executions, stopped };
}
