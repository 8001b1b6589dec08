import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { abortAfter } from '../../shared/aws/abort-after.js';
import { limitConcurrency, maxCalls } from '../../shared/aws/limit-concurrency.js';
import { DependencyError } from '../../shared/function/errors.js';

export interface DynamoRecordsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
}

type Write<T> = Omit<T, 'TableName'>;

/** Writes of one item each, 16 under way at a time. Each says whether its condition held. */
export interface ConditionalWrites {
  put(write: Write<PutItemCommandInput>): Promise<boolean>;
  delete(write: Write<DeleteItemCommandInput>): Promise<boolean>;
}

export function conditionalWrites({ client, table: TableName, remainingMs }: DynamoRecordsOptions): ConditionalWrites {
  const send = limitConcurrency(maxCalls, async (command: PutItemCommand | DeleteItemCommand) => {
    try {
      const settings = { abortSignal: abortAfter(remainingMs()) };
      await (command instanceof PutItemCommand ? client.send(command, settings) : client.send(command, settings));
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      throw new DependencyError(`DynamoDB table ${TableName}: could not be written.`, { cause });
    }
  });
  return {
    put: (write) => send(new PutItemCommand({ TableName, ...write })),
    delete: (write) => send(new DeleteItemCommand({ TableName, ...write })),
  };
}
