import { insertItems } from '../shared/aws/insert-items.js';
import { registrationKey } from '../shared/registry/aws/items.js';
import { conditionalWrites, type DynamoRecordsOptions } from './aws/dynamo-writes.js';

/** That a user is registered with a bot, by a write of the user's record. */
export interface Registration {
  readonly botId: string;
  readonly userId: string;
  readonly revision: number;
}

/** Revisions keep a late write from undoing what a newer one has done. */
export function dynamoRegistrations(options: DynamoRecordsOptions) {
  const writes = conditionalWrites(options);
  const revisionOf = ({ revision }: Registration) => ({ N: String(revision) });
  const itemOf = (one: Registration) => ({ ...registrationKey(one.botId, one.userId), revision: revisionOf(one) });

  /** Renews registrations, or makes them anew. */
  const renew = async (registrations: readonly Registration[]): Promise<void> => {
    const put = (one: Registration) =>
      writes.put({
        Item: itemOf(one),
        ConditionExpression: 'attribute_not_exists(revision) OR revision <= :mine',
        ExpressionAttributeValues: { ':mine': revisionOf(one) },
      });
    await Promise.all(registrations.map(put));
  };

  return {
    renew,

    /** Makes registrations that probably are not there yet. */
    async add(registrations: readonly Registration[]): Promise<void> {
      const items = registrations.map(itemOf);
      const taken = await insertItems<(typeof items)[number]>(items, options);
      await renew(registrations.filter((_, index) => taken.has(items[index] as (typeof items)[number])));
    },

    /** Removes registrations that nothing newer than their revision has made. */
    async remove(registrations: readonly Registration[]): Promise<void> {
      const remove = (one: Registration) =>
        writes.delete({
          Key: registrationKey(one.botId, one.userId),
          ConditionExpression: 'attribute_not_exists(revision) OR revision <= :found',
          ExpressionAttributeValues: { ':found': revisionOf(one) },
        });
      await Promise.all(registrations.map(remove));
    },
  };
}
