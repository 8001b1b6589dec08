import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { abortAfter } from '../../aws/abort-after.js';
import { DependencyError } from '../../function/errors.js';
import type { OpenRecord, OpenRecordPorts } from '../change-open.js';
import { type Item, isErased, recordItemKey } from './items.js';

export interface OpenRecordsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** "Reserved words" can't stand in an expression, and `open` is one. */
const names = { '#revision': 'revision', '#open': 'open', '#saidAt': 'saidAt' };

/** The registry's table, for who has no key to what is sealed: single attributes are read and written, and no other is touched. */
export function openRecords({ client, table, remainingMs, now }: OpenRecordsOptions): OpenRecordPorts {
  const settings = () => ({ abortSignal: abortAfter(remainingMs()) });
  const broken = (done: string, cause: unknown) =>
    new DependencyError(`DynamoDB table ${table}: could not be ${done}.`, { cause });

  return {
    now,
    async find(key) {
      const request = new GetItemCommand({
        TableName: table,
        Key: recordItemKey(key),
        ConsistentRead: true,
        ProjectionExpression: '#revision, #open, #saidAt, #erased',
        ExpressionAttributeNames: { ...names, '#erased': 'erased' },
      });
      try {
        const { Item: item } = await client.send(request, settings());
        return item && fromAttributes(item);
      } catch (cause) {
        throw broken('read', cause);
      }
    },
    async write(key, { open, saidAt }, revision, before) {
      const request = new UpdateItemCommand({
        TableName: table,
        Key: recordItemKey(key),
        UpdateExpression: 'SET #revision = :revision, #open = :open, #saidAt = :saidAt',
        ConditionExpression: before ? '#revision = :before' : 'attribute_not_exists(#revision)',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: {
          ':revision': numeral(revision),
          ':open': { S: JSON.stringify(open) },
          ':saidAt': { M: Object.fromEntries(Object.entries(saidAt).map(([field, at]) => [field, numeral(at)])) },
          ...(before && { ':before': numeral(before.revision) }),
        },
      });
      try {
        await client.send(request, settings());
        return true;
      } catch (cause) {
        if (cause instanceof ConditionalCheckFailedException) return false;
        throw broken('written', cause);
      }
    },
  };
}

const numeral = (value: number): AttributeValue => ({ N: String(value) });

function fromAttributes(item: Item): OpenRecord {
  const saidAt = Object.entries(item.saidAt?.M ?? {}).map(([field, { N }]) => [field, Number(N)]);
  return {
    revision: Number(item.revision?.N),
    open: JSON.parse(item.open?.S ?? '{}'),
    saidAt: Object.fromEntries(saidAt),
    isErased: isErased(item),
  };
}
