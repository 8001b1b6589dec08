import type { Lookup, OpenFields } from '../shared/registry/cached-lookup.js';

/** What one invocation has asked the registry. */
export interface RecordBook {
  /** Those that there are, by entity. */
  readonly records: ReadonlyMap<string, OpenFields>;
  /** Finds out about entities that were not asked for before. */
  lookUp(entities: Iterable<string>): Promise<void>;
  /** Takes note of what has changed of those that were asked for before. */
  learn(changed: ReadonlyMap<string, OpenFields>): void;
  counts(): { readonly recordsAsked: number; readonly recordsRead: number; readonly recordsMissing: number };
}

export function recordBook(lookup: (entities: ReadonlySet<string>) => ReturnType<Lookup>): RecordBook {
  const asked = new Set<string>();
  const records = new Map<string, OpenFields>();
  let recordsRead = 0;
  return {
    records,
    async lookUp(entities) {
      const fresh = new Set<string>();
      for (const entity of entities) if (!asked.has(entity)) fresh.add(entity);
      if (fresh.size === 0) return;
      const found = await lookup(fresh);
      for (const entity of fresh) asked.add(entity);
      for (const [entity, record] of found.records) records.set(entity, record);
      recordsRead += found.read;
    },
    learn(changed) {
      for (const [entity, record] of changed) if (asked.has(entity)) records.set(entity, record);
    },
    counts: () => ({ recordsAsked: asked.size, recordsRead, recordsMissing: asked.size - records.size }),
  };
}
