import type { Lookup } from './cached-lookup.js';
import { entityFor } from './entity-for.js';

/** Which of some questions are of a registration. Throws DependencyError when the registry can't be read. */
export type FindRegistrations = (ids: readonly string[], remainingMs: () => number) => Promise<ReadonlySet<string>>;

/** Questions are `content` records, and `questionType` says what one is for, in any case of letters, blanks around it or not. */
export function registrationFinder(lookUp: (...asked: Parameters<Lookup>) => ReturnType<Lookup>): FindRegistrations {
  return async (ids, remainingMs) => {
    const entities = new Map(ids.map((id) => [id, entityFor('content', id.trim())]));
    const asked = new Set([...entities.values()].filter((entity) => entity !== undefined));
    if (asked.size === 0) return new Set();
    const { records } = await lookUp(asked, remainingMs);
    const isRegistration = (entity = '') => {
      const { questionType } = records.get(entity) ?? {};
      return typeof questionType === 'string' && questionType.trim().toLowerCase() === 'registration';
    };
    return new Set(ids.filter((id) => isRegistration(entities.get(id))));
  };
}
