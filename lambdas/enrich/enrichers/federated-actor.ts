import { type Enricher, objectAt } from '../enrich-event.js';

/** Sunbird preprocessor: a federated id `f:<provider>:<id>` counts as its last part. */
export const federatedActor: Enricher = (event) => {
  const actor = objectAt(event, 'actor');
  const { id } = actor;
  if (typeof id === 'string' && id.startsWith('f:')) actor.id = id.slice(id.lastIndexOf(':') + 1);
};
