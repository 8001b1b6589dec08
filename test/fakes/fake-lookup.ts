import { DependencyError } from '../../lambdas/shared/function/errors.js';
import type { LookedUp, OpenFields } from '../../lambdas/shared/registry/cached-lookup.js';

export interface FakeLookup {
  /** Each `lookup` with its entities. */
  readonly effects: string[];
  lookup(entities: ReadonlySet<string>): Promise<LookedUp>;
  /** All calls after `calls` further ones fail. */
  breakAfter(calls: number): void;
}

/** A registry that holds some records, by entity, behind a cache that knows nothing. */
export function fakeLookup(
  table: Readonly<Record<string, OpenFields>> = {},
  { effects = [] as string[] } = {},
): FakeLookup {
  let callsLeft = Number.POSITIVE_INFINITY;
  return {
    effects,
    async lookup(entities) {
      effects.push(['lookup', ...entities].join(' '));
      if (callsLeft-- <= 0) throw new DependencyError('the registry: down');
      const records = new Map(Object.entries(table).filter(([entity]) => entities.has(entity)));
      return { records, read: entities.size };
    },
    breakAfter(calls) {
      callsLeft = calls;
    },
  };
}
