import { type Enricher, objectAt } from '../enrich-event.js';

const dialCodeTypes: ReadonlySet<string> = new Set(['dialcode', 'qr']);

/** Sunbird preprocessor: DIAL codes are upper-case, however they were typed. */
export const dialCode: Enricher = (event) => {
  const object = objectAt(event, 'object');
  const { id, type } = object;
  if (typeof id === 'string' && typeof type === 'string' && dialCodeTypes.has(type.toLowerCase())) {
    object.id = id.toUpperCase();
  }
};
