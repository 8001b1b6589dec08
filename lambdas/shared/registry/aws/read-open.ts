import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { getItems } from '../../aws/get-items.js';
import type { OpenFields, ReadRecords } from '../cached-lookup.js';
import { openAttributes, readOpen, recordPart } from './items.js';

export interface OpenReaderOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/**
 * Reads what lies open of records, and nothing that is sealed. What is left of somebody who was erased is no record.
 * Reads may be stale by a second, at half the price: who asks keeps the answer for minutes anyway.
 */
export function openReader({ client, table }: OpenReaderOptions): ReadRecords {
  const restOfKey = { part: { S: recordPart } };
  const how = { client, table, keyName: 'entity', restOfKey, attributes: openAttributes, mayBeStale: true };
  return async (entities, remainingMs) => {
    const found = new Map<string, OpenFields>();
    for (const [entity, item] of await getItems(entities, { ...how, remainingMs })) {
      const open = readOpen(item);
      if (open) found.set(entity, open);
    }
    return found;
  };
}
