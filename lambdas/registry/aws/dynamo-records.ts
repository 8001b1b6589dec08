import { isDeepStrictEqual } from 'node:util';
import { getItems } from '../../shared/aws/get-items.js';
import { insertItems } from '../../shared/aws/insert-items.js';
import {
  entityOf,
  fromItem,
  type Item,
  recordItemKey,
  recordPart,
  type StoredRecord,
  toItem,
} from '../../shared/registry/aws/items.js';
import { dynamoRegistrations, type Registration } from '../dynamo-registrations.js';
import type { Change, RecordPorts } from '../ports.js';
import { conditionalWrites, type DynamoRecordsOptions } from './dynamo-writes.js';

/**
 * The registry's table as ports.
 *
 * A record that names a bot has its registration beside that bot, always: registrations are written before the record
 * and deleted after it. What is left of a write that was cut short is a registration too many, which readers check
 * against the record.
 */
export function dynamoRecords(options: DynamoRecordsOptions): RecordPorts {
  const { client, table, remainingMs } = options;
  const writes = conditionalWrites(options);
  const registrations = dynamoRegistrations(options);

  const find: RecordPorts['find'] = async (keys) => {
    const entities = keys.map(entityOf);
    const restOfKey = { part: { S: recordPart } };
    const items = await getItems(entities, { client, table, keyName: 'entity', restOfKey, remainingMs });
    return new Map(
      keys.flatMap((key): [string, StoredRecord][] => {
        const item = items.get(entityOf(key));
        return item ? [[entityOf(key), fromItem(key, item)]] : [];
      }),
    );
  };
  const putOver = (next: StoredRecord, before: StoredRecord) =>
    writes.put({
      Item: toItem(next),
      ConditionExpression: 'revision = :before',
      ExpressionAttributeValues: { ':before': { N: String(before.revision) } },
    });
  /** @returns whether each was written; what wasn't there is inserted, 25 a call */
  const putAll = async (changes: readonly Change[]): Promise<readonly boolean[]> => {
    const items = changes.map(({ next, before }) => (before ? undefined : toItem(next)));
    const taken = await insertItems(
      items.filter((item) => item !== undefined),
      { client, table, remainingMs },
    );
    const areWritten = await Promise.all(
      changes.map(({ next, before }, index) => (before ? putOver(next, before) : !taken.has(items[index] as Item))),
    );
    const refused = changes.flatMap(({ next }, index) => (areWritten[index] ? [] : [next]));
    if (refused.length === 0) return areWritten;
    // One whose answer was lost is sent again by the SDK, and refused for the sake of what it has written itself.
    const found = await find(refused);
    return changes.map(({ next }, index) => areWritten[index] || isSame(found.get(entityOf(next)), next));
  };
  const unregister = (userId: string, botIds: readonly string[], revision: number) =>
    registrations.remove(botIds.map((botId) => ({ botId, userId, revision })));

  return {
    find,

    async replace(changes) {
      await registrations.add(changes.flatMap((change) => named(change, 'added')));
      await registrations.renew(changes.flatMap((change) => named(change, 'kept')));
      const areWritten = await putAll(changes);
      const written = changes.filter((_, index) => areWritten[index]);
      await registrations.remove(
        written.flatMap((change) =>
          named(change, 'gone').map((gone) => ({ ...gone, revision: change.before?.revision ?? 0 })),
        ),
      );
      return areWritten;
    },

    async remove(before, botIds) {
      // The record goes last: it alone knows where its registrations are, should the removal have to be repeated.
      await unregister(before.id, botIds, before.revision);
      return writes.delete({
        Key: recordItemKey(before),
        ConditionExpression: 'attribute_not_exists(entity) OR revision = :before',
        ExpressionAttributeValues: { ':before': { N: String(before.revision) } },
      });
    },

    async erase(tombstone, before, botIds) {
      // As for a removal: after the tombstone nobody knows what was to be removed.
      if (before) await unregister(before.id, botIds, before.revision);
      const registrations = { kept: [], added: [], gone: [] };
      const [isErased = false] = await putAll([{ next: tombstone, before, registrations }]);
      return isErased;
    },

    unregister,
  };
}

function isSame(found: StoredRecord | undefined, next: StoredRecord): boolean {
  return isDeepStrictEqual(found && comparable(found), comparable(next));
}

/** What was read has its bytes in arrays of another kind, and only what JSON keeps of its open part. */
const comparable = ({ revision, open, sealed, erased }: StoredRecord) => ({
  revision,
  open: JSON.parse(JSON.stringify(open)),
  sealed: Object.fromEntries(
    Object.entries(sealed).map(([field, { data }]) => [field, Buffer.from(data).toString('base64')]),
  ),
  erased,
});

function named(
  { next: { id, revision }, registrations }: Change,
  which: keyof Change['registrations'],
): Registration[] {
  return registrations[which].map((botId) => ({ botId, userId: id, revision }));
}
