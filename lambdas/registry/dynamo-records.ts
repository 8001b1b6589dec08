import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { abortAfter } from '../shared/abort-after.js';
import { DependencyError } from '../shared/errors.js';
import { limitConcurrency, maxCalls } from '../shared/limit-concurrency.js';
import { fromItem, recordItemKey, registrationKey, toItem } from '../shared/registry/items.js';
import type { RecordPorts } from './serve-request.js';

export interface DynamoRecordsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
}

interface Registration {
  readonly botId: string;
  readonly userId: string;
  readonly revision: number;
}

/**
 * The registry's table as ports.
 *
 * A record that names a bot has its registration beside that bot, always: registrations are written before the record
 * and deleted after it. What is left of a write that was cut short is a registration too many, which readers check
 * against the record. Revisions keep a late write from deleting what a newer one has written.
 */
export function dynamoRecords({ client, table, remainingMs }: DynamoRecordsOptions): RecordPorts {
  const settings = () => ({ abortSignal: abortAfter(remainingMs()) });

  /** @returns false where the condition doesn't hold */
  const onCondition = async (call: () => Promise<unknown>): Promise<boolean> => {
    try {
      await call();
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      throw new DependencyError(`DynamoDB table ${table}: could not be written.`, { cause });
    }
  };
  const register = limitConcurrency(maxCalls, ({ botId, userId, revision }: Registration) =>
    onCondition(() =>
      client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...registrationKey(botId, userId), revision: { N: String(revision) } },
          ConditionExpression: 'attribute_not_exists(revision) OR revision <= :mine',
          ExpressionAttributeValues: { ':mine': { N: String(revision) } },
        }),
        settings(),
      ),
    ),
  );
  const unregister = limitConcurrency(maxCalls, ({ botId, userId, revision }: Registration) =>
    onCondition(() =>
      client.send(
        new DeleteItemCommand({
          TableName: table,
          Key: registrationKey(botId, userId),
          ConditionExpression: 'attribute_not_exists(revision) OR revision <= :found',
          ExpressionAttributeValues: { ':found': { N: String(revision) } },
        }),
        settings(),
      ),
    ),
  );
  const all = (botIds: readonly string[], run: typeof register, userId: string, revision: number) =>
    Promise.all(botIds.map((botId) => run({ botId, userId, revision })));

  return {
    async find(key) {
      const request = new GetItemCommand({ TableName: table, Key: recordItemKey(key), ConsistentRead: true });
      try {
        const { Item: item } = await client.send(request, settings());
        return item && fromItem(key, item);
      } catch (cause) {
        throw new DependencyError(`DynamoDB table ${table}: could not be read.`, { cause });
      }
    },

    async replace(next, before, { registrations, gone }) {
      await all(registrations, register, next.id, next.revision);
      const isWritten = await onCondition(() =>
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: toItem(next),
            ...(before
              ? {
                  ConditionExpression: 'revision = :before',
                  ExpressionAttributeValues: { ':before': { N: String(before.revision) } },
                }
              : { ConditionExpression: 'attribute_not_exists(entity)' }),
          }),
          settings(),
        ),
      );
      if (isWritten && before) await all(gone, unregister, next.id, before.revision);
      return isWritten;
    },

    async remove(before, registrations) {
      // The record goes last: it alone knows where its registrations are, should the removal have to be repeated.
      await all(registrations, unregister, before.id, before.revision);
      return onCondition(() =>
        client.send(
          new DeleteItemCommand({
            TableName: table,
            Key: recordItemKey(before),
            ConditionExpression: 'attribute_not_exists(entity) OR revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(before.revision) } },
          }),
          settings(),
        ),
      );
    },
  };
}
