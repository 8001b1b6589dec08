import type { Input } from '../../calls/json-service.js';
import type { ResultColumn } from './engine-job.js';

export type QueryState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** A query that was started. */
export interface Execution {
  readonly id: string;
  readonly query: string;
  readonly workGroup: string;
  readonly database: string | undefined;
  readonly parameters: readonly string[];
  /** Role ARN of who asked. */
  readonly role: string;
  readonly bucket: string;
  readonly key: string;
  readonly submittedAt: number;
  readonly abort: AbortController;
  state: QueryState;
  reason?: string;
  startedAt?: number;
  completedAt?: number;
  columns: readonly ResultColumn[];
}

/** Whether nothing more becomes of it. */
export function isOver({ state }: Execution): boolean {
  return state !== 'QUEUED' && state !== 'RUNNING';
}

/** As GetQueryExecution answers it. What is scanned isn't known here, and so not told. */
export function describeExecution(execution: Execution): Input {
  const { id, query, workGroup, database, bucket, key, state, reason, submittedAt, startedAt, completedAt } = execution;
  return {
    QueryExecutionId: id,
    Query: query,
    StatementType: 'DML',
    ResultConfiguration: { OutputLocation: `s3://${bucket}/${key}` },
    ...(database !== undefined && { QueryExecutionContext: { Database: database } }),
    Status: {
      State: state,
      ...(reason !== undefined && { StateChangeReason: reason }),
      SubmissionDateTime: submittedAt / 1_000,
      ...(completedAt !== undefined && { CompletionDateTime: completedAt / 1_000 }),
    },
    Statistics: {
      ...(startedAt !== undefined && { QueryQueueTimeInMillis: startedAt - submittedAt }),
      ...(startedAt !== undefined &&
        completedAt !== undefined && { EngineExecutionTimeInMillis: completedAt - startedAt }),
      ...(completedAt !== undefined && { TotalExecutionTimeInMillis: completedAt - submittedAt }),
    },
    WorkGroup: workGroup,
  };
}
