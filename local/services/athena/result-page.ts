import { parse } from 'csv-parse';
import { AwsError } from '../../calls/aws-error.js';
import type { Input } from '../../calls/json-service.js';
import type { ObjectStore } from '../s3/object-store.js';
import type { Execution } from './execution.js';

/** "GetQueryResults: MaxResults 1 to 1000"; the first row of the first page are the names. */
const maxRows = 1_000;

/** A page of a result. @throws AwsError when the query has not succeeded */
export async function resultPage(objects: ObjectStore, execution: Execution, input: Input): Promise<Input> {
  const { state, bucket, key, columns } = execution;
  if (state === 'QUEUED' || state === 'RUNNING') {
    throw new AwsError('InvalidRequestException', `Query has not yet finished. Current state: ${state}`);
  }
  if (state !== 'SUCCEEDED') {
    throw new AwsError('InvalidRequestException', `Query did not finish successfully. Final query state: ${state}`);
  }
  const from = readToken(input.NextToken);
  const most = Math.min(Number(input.MaxResults ?? maxRows), maxRows);
  const rows: Input[] = [];
  const { body } = await objects.get(bucket, key);
  const parser = body.pipe(parse({ from: from + 1, to: from + most + 1, cast: nullAsNothing }));
  for await (const values of parser as AsyncIterable<(string | null)[]>) rows.push(rowOf(values));
  body.destroy();
  const hasMore = rows.length > most;
  return {
    ResultSet: {
      Rows: rows.slice(0, most),
      ResultSetMetadata: { ColumnInfo: columns.map(({ name, type }) => ({ Name: name, Label: name, Type: type })) },
    },
    ...(hasMore && { NextToken: String(from + most) }),
  };
}

/** NULL is written as nothing, an empty text as `""`. */
function nullAsNothing(value: string, { quoting }: { readonly quoting: boolean }): string | null {
  return value === '' && !quoting ? null : value;
}

function rowOf(values: readonly (string | null)[]): Input {
  return { Data: values.map((value) => (value === null ? {} : { VarCharValue: value })) };
}

function readToken(token: unknown): number {
  if (token === undefined) return 0;
  if (typeof token === 'string' && /^\d{1,12}$/.test(token)) return Number(token);
  throw new AwsError('InvalidRequestException', 'Invalid NextToken');
}
