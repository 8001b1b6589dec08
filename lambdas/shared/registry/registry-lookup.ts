import { dynamoClient } from '../aws/clients.js';
import { readCount, readEnv } from '../function/env.js';
import { openReader } from './aws/read-open.js';
import { cachedLookup, type Lookup } from './cached-lookup.js';

/** How long it is believed at most that there is no record: a device mostly registers just before it sends. */
const maxMissingMs = 60_000;

/** The registry as a function may look into it that `Registry.grantLookup` was called for; one an environment. */
export function registryLookup(client = dynamoClient()): Lookup {
  const { table } = readEnv({ table: 'REGISTRY_TABLE' });
  const foundMs = readCount('REGISTRY_CACHE_SECONDS') * 1_000;
  return cachedLookup({
    read: openReader({ client, table }),
    foundMs,
    missingMs: Math.min(foundMs, maxMissingMs),
    maxBytes: readCount('REGISTRY_CACHE_BYTES'),
    now: Date.now,
  });
}
