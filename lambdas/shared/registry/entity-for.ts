import { entityOf } from './aws/items.js';
import { idPattern } from './id-pattern.js';

/** The entity to look up for an id as it stands in an event; `undefined` where no record can have such an id. */
export function entityFor(kind: string, id: unknown): string | undefined {
  return typeof id === 'string' && idPattern.test(id) ? entityOf({ kind, id }) : undefined;
}
