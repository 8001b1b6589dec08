import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { abortAfter } from '../../aws/abort-after.js';
import { getItems } from '../../aws/get-items.js';
import { DependencyError } from '../../function/errors.js';
import { idPattern } from '../id-pattern.js';
import { personEntities } from '../person-kinds.js';
import type { Bot, OpenUser, Registration, RegistryReader, Standing } from '../records.js';
import {
  entityOf,
  fromItem,
  type Item,
  isErased,
  openAttributes,
  readOpen,
  recordItemKey,
  recordPart,
  registrationPrefix,
} from './items.js';

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

  const records = { client, table, keyName: 'entity', restOfKey: { part: { S: recordPart } }, remainingMs };
  const findUsers = async (ids: readonly string[]): Promise<FoundUser[]> => {
    const entities = ids.map((id) => entityOf({ kind: 'user', id }));
    const items = await getItems(entities, records);
    // "BatchGetItem: items in no particular order".
    const found = entities.map((entity) => items.get(entity)).filter((item) => item !== undefined);
    return found.filter((item) => !isErased(item)).map(readUser);
  };

  return {
    async findBot(id) {
      const key = { kind: 'bot', id };
      const request = new GetItemCommand({ TableName: table, Key: recordItemKey(key), ConsistentRead: true });
      const { Item: item } = await ask(client.send(request, { abortSignal: abortSignal() }));
      return item && (readOpen(item) as unknown as Bot);
    },

    async standingsOf(ids) {
      // What is taken for a person's id where it is enriched, with blanks around it, is theirs here, too.
      const possible = ids.filter((id) => idPattern.test(id.trim()));
      const items = await getItems(
        possible.flatMap((id) => personEntities(id.trim())),
        { ...records, attributes: openAttributes },
      );
      return new Map(
        possible.flatMap((id): [string, Standing][] => {
          const found = personEntities(id.trim()).map((entity) => items.get(entity) ?? {});
          if (found.some(isErased)) return [[id, 'erased']];
          return found.some((item) => readOpen(item)?.consent === false) ? [[id, 'refused']] : [];
        }),
      );
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

function readUser(item: Item): FoundUser {
  const id = (item.entity?.S ?? '').slice(entityOf({ kind: 'user', id: '' }).length);
  const { open, sealed } = fromItem({ kind: 'user', id }, item);
  const { consent = true, registrations = [] } = open as unknown as Partial<OpenUser>;
  return { userId: id, consent, registrations, ...(sealed.username && { username: sealed.username }) };
}
