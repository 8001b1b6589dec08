import type { Input } from '../calls/json-service.js';

/** How a batch call is done in part, in its service's own shape. */
export interface SplitBatch {
  /** Entries that a call must have: DynamoDB refuses a call as a whole rather than all of its items. */
  readonly least: number;
  count(input: Input): number;
  /** The call with the entries that are taken alone; `undefined` when there are none. */
  taken(input: Input, isRefused: IsRefused): Input | undefined;
  /** The answer to the whole call. @param done the answer to what was taken */
  answer(input: Input, isRefused: IsRefused, done: Input): Input;
}

/** Whether the entry at a position of the whole call is refused. */
export type IsRefused = (index: number) => boolean;

/** "PutRecords: ErrorCode is ProvisionedThroughputExceededException or InternalFailure"; answers by position. */
const putRecords = byPosition('Records', (done, refused) => ({
  FailedRecordCount: refused.filter(Boolean).length,
  Records: merge(refused, done.Records, {
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage: 'Rate exceeded (fault profile)',
  }),
}));

/** "PutRecordBatch: FailedPutCount; ErrorCode and ErrorMessage in place of RecordId". */
const putRecordBatch = byPosition('Records', (done, refused) => ({
  FailedPutCount: refused.filter(Boolean).length,
  RequestResponses: merge(refused, done.RequestResponses, {
    ErrorCode: 'ServiceUnavailableException',
    ErrorMessage: 'Slow down (fault profile)',
  }),
}));

/** "BatchStatementError: Code ProvisionedThroughputExceeded"; answers by position. */
const batchExecuteStatement = byPosition('Statements', (done, refused) => ({
  Responses: merge(refused, done.Responses, {
    Error: { Code: 'ProvisionedThroughputExceeded', Message: 'Throughput exceeded (fault profile)' },
  }),
}));

/** "BatchGetItem: UnprocessedKeys is in the same form as RequestItems". */
const batchGetItem = byTable(
  ({ Keys }) => Keys,
  (request, Keys) => ({ ...request, Keys }),
  'UnprocessedKeys',
);

/** "BatchWriteItem: UnprocessedItems is in the same form as RequestItems". */
const batchWriteItem = byTable(
  (requests) => requests as Input[],
  (_, requests) => requests,
  'UnprocessedItems',
);

export const splitBatch: Readonly<Record<string, SplitBatch>> = {
  'kinesis PutRecords': putRecords,
  'firehose PutRecordBatch': putRecordBatch,
  'dynamodb BatchExecuteStatement': batchExecuteStatement,
  'dynamodb BatchGetItem': batchGetItem,
  'dynamodb BatchWriteItem': batchWriteItem,
};

/** Entries in one array, answered by position. */
function byPosition(key: string, answer: (done: Input, refused: readonly boolean[]) => Input): SplitBatch {
  return {
    least: 1,
    count: (input) => input[key].length,
    taken: (input, isRefused) => {
      const entries = (input[key] as Input[]).filter((_, index) => !isRefused(index));
      return entries.length > 0 ? { ...input, [key]: entries } : undefined;
    },
    answer: (input, isRefused, done) =>
      answer(
        done,
        (input[key] as Input[]).map((_, index) => isRefused(index)),
      ),
  };
}

function merge(refused: readonly boolean[], done: readonly unknown[] = [], refusal: object): unknown[] {
  const rest = [...done];
  return refused.map((isRefused) => (isRefused ? refusal : rest.shift()));
}

/** Entries by table, the refused ones given back as they were asked for. */
function byTable(
  entriesOf: (request: Input) => readonly Input[],
  make: (request: Input, entries: readonly Input[]) => unknown,
  unprocessed: string,
): SplitBatch {
  const select = (items: Readonly<Record<string, Input>>, isKept: IsRefused): Input => {
    let index = 0;
    const selected = Object.entries(items).map(([table, request]) => {
      const entries = entriesOf(request).filter(() => isKept(index++));
      return { table, request, entries };
    });
    const some = selected.filter(({ entries }) => entries.length > 0);
    return Object.fromEntries(some.map(({ table, request, entries }) => [table, make(request, entries)]));
  };
  return {
    least: 2,
    count: ({ RequestItems }) => Object.values(RequestItems as Record<string, Input>).flatMap(entriesOf).length,
    taken: (input, isRefused) => ({
      ...input,
      RequestItems: select(input.RequestItems, (index) => !isRefused(index)),
    }),
    answer: ({ RequestItems }, isRefused, done) => ({ ...done, [unprocessed]: select(RequestItems, isRefused) }),
  };
}
