import { setImmediate as nextTurn } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { AwsError } from '../../local/calls/aws-error.js';
import type { Input } from '../../local/calls/json-service.js';
import { openStore, runOperation } from '../../local/services/dynamodb/dynalite.js';
import { dynamoService } from '../../local/services/dynamodb/service.js';

/** Does a call. */
export type Run = (input: Input) => Promise<Input>;

/** Stands around each call: lets it be, changes it, or fails it. @param at such as `kinesis PutRecords` */
export type Meet = (at: string, input: Input, run: Run) => Promise<Input>;

/** What the services hold. */
export interface FakeServices {
  /** Records of the stream, in order. */
  readonly taken: { readonly data: Uint8Array }[];
  /** Lines of the failed book. */
  readonly kept: string[];
  /** Calls go to these services from now on. */
  use(meet: Meet): void;
}

/** Key attributes by table. */
const tables = { claims: ['mid'], progress: ['frame'], registry: ['entity', 'part'] };
const keyTypes = ['HASH', 'RANGE'];

const calls = {
  'dynamodb BatchExecuteStatement': [DynamoDBClient, BatchExecuteStatementCommand],
  'dynamodb BatchGetItem': [DynamoDBClient, BatchGetItemCommand],
  'dynamodb BatchWriteItem': [DynamoDBClient, BatchWriteItemCommand],
  'dynamodb PutItem': [DynamoDBClient, PutItemCommand],
  'kinesis PutRecords': [KinesisClient, PutRecordsCommand],
  'firehose PutRecordBatch': [FirehoseClient, PutRecordBatchCommand],
  's3 PutObject': [S3Client, PutObjectCommand],
} as const;

let answer: (at: string, input: Input) => Promise<Input>;
const stubs = [DynamoDBClient, KinesisClient, FirehoseClient, S3Client].map((client) => {
  const stub = mockClient(client as typeof DynamoDBClient);
  for (const [at, [of, command]] of Object.entries(calls)) {
    if (of === client) stub.on(command as typeof PutItemCommand).callsFake((input: Input) => answer(at, input));
  }
  return stub;
});

/** The services that stages call, in memory, behind every client of the SDK: DynamoDB is the local runner's. */
export async function fakeServices(): Promise<FakeServices> {
  const store = openStore('');
  for (const [TableName, names] of Object.entries(tables)) {
    await runOperation(store, 'CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: keyTypes[index] })),
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    });
    const isReady = async () =>
      (await runOperation(store, 'DescribeTable', { TableName })).Table.TableStatus === 'ACTIVE';
    while (!(await isReady())) await nextTurn();
  }
  const dynamo = dynamoService(store, (table) => table);
  const taken: { data: Uint8Array }[] = [];
  const kept: string[] = [];
  const runs: Readonly<Record<string, Run>> = {
    'kinesis PutRecords': async ({ Records }) => {
      taken.push(...Records.map(({ Data }: Input) => ({ data: Data })));
      return { Records: Records.map(() => ({ SequenceNumber: '1' })) };
    },
    'firehose PutRecordBatch': async ({ Records }) => {
      kept.push(...Records.flatMap(({ Data }: Input) => linesOf(Data)));
      return { RequestResponses: Records.map(() => ({ RecordId: '1' })) };
    },
    's3 PutObject': async ({ Body }) => {
      kept.push(...linesOf(Body));
      return {};
    },
  };
  const runDynamo = (at: string): Run => {
    const operation = dynamo.operations[at.split(' ')[1] ?? ''];
    return async (input) => (await operation?.run(input, 'the test')) as Input;
  };
  return {
    taken,
    kept,
    use(meet) {
      for (const stub of stubs) stub.resetHistory();
      answer = async (at, input) => {
        try {
          return await meet(at, input, runs[at] ?? runDynamo(at));
        } catch (error) {
          throw asSdkError(error);
        }
      };
    },
  };
}

const linesOf = (data: Uint8Array) => gunzipSync(data).toString('utf8').trimEnd().split('\n');

function asSdkError(error: unknown): unknown {
  if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') return error;
  return new ConditionalCheckFailedException({ message: error.message, $metadata: {}, ...error.members });
}
