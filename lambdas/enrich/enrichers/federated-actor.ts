import type { Enricher } from '../enricher.js';
import { objectAt } from '../object-at.js';

/** Sunbird preprocessor: a federated id `f:<provider>:<id>` counts as its last part. */
export const federatedActor: Enricher = {
  rows: [{ property: 'actor.id', source: 'what stands after its last colon', when: 'it begins with `f:`' }],
  enrich(event) {
    const actor = objectAt(event, 'actor');
    const { id } = actor;
    if (typeof id === 'string' && id.startsWith('f:')) actor.id = id.slice(id.lastIndexOf(':') + 1);
  },
};
