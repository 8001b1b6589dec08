import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { kinesisClient } from '../../shared/aws/clients.js';
import { recordPutter } from '../../shared/aws/put-records.js';
import { findEnv, readEnv } from '../../shared/function/env.js';
import { openRecords } from '../../shared/registry/aws/open-records.js';
import { registryLookup } from '../../shared/registry/registry-lookup.js';
import type { EnrichPorts } from '../enrich-frames.js';
import { refreshUsers } from '../refresh-users.js';

/** The effects of enrich, by Kinesis and by the registry's table; made once an environment. */
export function enrichPorts(client: DynamoDBClient): (remainingMs: () => number) => EnrichPorts {
  const { outputStream, table } = readEnv({ outputStream: 'OUTPUT_STREAM', table: 'REGISTRY_TABLE' });
  const putRecords = recordPutter(kinesisClient(), outputStream);
  const lookup = registryLookup(client);
  const mayRefresh = findEnv('REFRESH_USERS') === 'true';
  return (remainingMs) => ({
    async refreshUsers(updates) {
      if (!mayRefresh) return new Map();
      const records = openRecords({ client, table, remainingMs, now: Date.now });
      // Reads may be stale by a second, and what was read before is remembered: who has written it knows best.
      const refreshed = await refreshUsers(updates, records);
      for (const [entity, open] of refreshed) lookup.remember(entity, open);
      return refreshed;
    },
    lookup: (entities) => lookup(entities, remainingMs),
    forward: (records) => putRecords(records, remainingMs),
    now: Date.now,
  });
}
