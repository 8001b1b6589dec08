import { type AttributeValue, type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { abortAfter } from '../abort-after.js';
import { DependencyError } from '../errors.js';
import { getItems } from '../get-items.js';
import { idPattern } from './id-pattern.js';
import { entityOf, fromItem, type Item, recordItemKey, recordPart, registrationPrefix } from './items.js';
import type { Bot, OpenUser, Registration, RegistryReader } from './records.js';

export interface DynamoRegistryOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
}

/** Registrations a page; 16 batches of users are read at a time. */
const pageSize = 1_600;

/** The registry's table as an exhaust reads it. */
export function dynamoRegistry({ client, table, remainingMs }: DynamoRegistryOptions): RegistryReader {
  const target = `DynamoDB table ${table}`;
  const abortSignal = () => abortAfter(remainingMs());
  const ask = <T>(call: Promise<T>): Promise<T> =>
    call.catch((cause: unknown) => {
      throw new DependencyError(`${target}: could not be read.`, { cause });
    });

  const findUsers = async (ids: readonly string[]): Promise<FoundUser[]> => {
    const restOfKey = { part: { S: recordPart } };
    const entities = ids.map((id) => entityOf({ kind: 'user', id }));
    const items = await getItems(entities, { client, table, keyName: 'entity', restOfKey, remainingMs });
    return [...items.values()].map(readUser);
  };

  return {
    async findBot(id) {
      const key = { kind: 'bot', id };
      const request = new GetItemCommand({ TableName: table, Key: recordItemKey(key), ConsistentRead: true });
      const { Item: item } = await ask(client.send(request, { abortSignal: abortSignal() }));
      return item && (fromItem(key, item).open as unknown as Bot);
    },

    async refusedAmong(userIds) {
      const users = await findUsers(userIds.filter((id) => idPattern.test(id)));
      return users.filter(({ consent }) => !consent).map(({ userId }) => userId);
    },

    async *registrationsOf(botId) {
      let from: Item | undefined;
      do {
        const request = new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'entity = :entity AND begins_with(part, :registration)',
          ExpressionAttributeValues: {
            ':entity': { S: entityOf({ kind: 'bot', id: botId }) },
            ':registration': { S: registrationPrefix },
          },
          ConsistentRead: true,
          Limit: pageSize,
          ...(from && { ExclusiveStartKey: from }),
        });
        const page = await ask(client.send(request, { abortSignal: abortSignal() }));
        const ids = (page.Items ?? []).map(({ part }) => (part?.S ?? '').slice(registrationPrefix.length));
        // The user's own record has the last word: a write that was cut short may leave a registration behind.
        for (const { registrations, ...user } of await findUsers(ids)) if (registrations.includes(botId)) yield user;
        from = page.LastEvaluatedKey;
      } while (from);
    },
  };
}

interface FoundUser extends Registration {
  readonly registrations: readonly string[];
}

function readUser(item: Record<string, AttributeValue>): FoundUser {
  const id = (item.entity?.S ?? '').slice(entityOf({ kind: 'user', id: '' }).length);
  const { open, sealed } = fromItem({ kind: 'user', id }, item);
  const { consent, registrations } = open as unknown as OpenUser;
  return { userId: id, consent, registrations, ...(sealed.username && { username: sealed.username }) };
}
