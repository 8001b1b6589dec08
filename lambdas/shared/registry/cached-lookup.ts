import { LRUCache } from 'lru-cache';

/** What lies open of a record; nobody may change it, since it is kept and shared. */
export type OpenFields = Readonly<Record<string, unknown>>;

/** Reads records by entity, such as `device#d-1`; what is in no record is left out. Throws DependencyError. */
export type ReadRecords = (
  entities: readonly string[],
  remainingMs: () => number,
) => Promise<ReadonlyMap<string, OpenFields>>;

export interface CachedLookupOptions {
  readonly read: ReadRecords;
  /** Milliseconds that a record is believed, and that it is believed that there is none. */
  readonly foundMs: number;
  readonly missingMs: number;
  /** Bytes that the cache may take up, about. */
  readonly maxBytes: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface LookedUp {
  /** Those that there are, by entity. */
  readonly records: ReadonlyMap<string, OpenFields>;
  /** How many of those that were asked for the cache didn't know, so that the table was asked. */
  readonly read: number;
}

export interface Lookup {
  (entities: ReadonlySet<string>, remainingMs: () => number): Promise<LookedUp>;
  /** Takes note of a record as it is now, which who has written it knows best. */
  remember(entity: string, record: OpenFields): void;
}

/** That there is none, which is worth remembering as well. */
const missing = Symbol('missing');
/** A record, with what is made of it for documents, takes up some six times its JSON, and its place some 200 bytes. */
const [bytesOfJson, bytesOfEntry] = [6, 200];

/**
 * The registry's records, remembered for a while: a record that has changed is seen anew after `foundMs` at the latest,
 * one that is new after `missingMs`. All that the cache lacks is read at once, each record at most once a call.
 */
export function cachedLookup({ read, foundMs, missingMs, maxBytes, now }: CachedLookupOptions): Lookup {
  const cache = new LRUCache<string, OpenFields | typeof missing>({
    max: Math.max(1, Math.floor(maxBytes / bytesOfEntry)),
    maxSize: maxBytes,
    sizeCalculation: (value, entity) =>
      bytesOfEntry + 2 * entity.length + (value === missing ? 0 : bytesOfJson * JSON.stringify(value).length),
    perf: { now },
    // The time is asked for at each look: a timer that a frozen function had started would go off too late.
    ttlResolution: 0,
  });
  const keep = (entity: string, record: OpenFields | undefined) =>
    cache.set(entity, record ?? missing, { ttl: record ? foundMs : missingMs });
  const readAll = async (entities: readonly string[], remainingMs: () => number) => {
    const found = await read(entities, remainingMs);
    for (const entity of entities) keep(entity, found.get(entity));
    return found;
  };
  const lookUp = async (entities: ReadonlySet<string>, remainingMs: () => number): Promise<LookedUp> => {
    const records = new Map<string, OpenFields>();
    const unknown: string[] = [];
    for (const entity of entities) {
      const known = cache.get(entity);
      if (known === undefined) unknown.push(entity);
      else if (known !== missing) records.set(entity, known);
    }
    const found = unknown.length > 0 ? await readAll(unknown, remainingMs) : [];
    for (const [entity, record] of found) records.set(entity, record);
    return { records, read: unknown.length };
  };
  return Object.assign(lookUp, { remember: keep });
}
