import type { Enricher } from '../enricher.js';
import { objectAt } from '../object-at.js';

const dialCodeTypes: ReadonlySet<string> = new Set(['dialcode', 'qr']);

/** Sunbird preprocessor: DIAL codes are upper-case, however they were typed. */
export const dialCode: Enricher = {
  rows: [
    { property: 'object.id', source: 'itself, in capitals', when: '`object.type` is DialCode or QR, in any case' },
  ],
  enrich(event) {
    const object = objectAt(event, 'object');
    const { id, type } = object;
    if (typeof id === 'string' && typeof type === 'string' && dialCodeTypes.has(type.toLowerCase())) {
      object.id = id.toUpperCase();
    }
  },
};
