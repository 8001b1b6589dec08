import { entityFor } from '../../shared/registry/entity-for.js';
import { contentProjection } from '../content-projection.js';
import type { Enricher } from '../enricher.js';
import { collectionIdOf } from '../lookup-ids.js';
import { removeSent } from '../sent-fields.js';

const { fields, project } = contentProjection;

/** The collection, such as a textbook, that a content was used in. */
export const collectionData: Enricher = {
  rows: [
    {
      property: 'collectiondata',
      source: 'registry: `content`, by `object.rollup.l1`',
      when: 'the object is looked up as a content and is not that collection itself; `{}` where there is no record',
      flags: { coll_denorm: 'true, also where there is no record' },
      fields,
    },
  ],
  keyOf: (event) => entityFor('content', collectionIdOf(event)),
  enrich(event, _, record) {
    if (collectionIdOf(event) === undefined) return removeSent(event, 'collectiondata');
    event.collectiondata = (record && project(record)) ?? {};
    event.flags.coll_denorm = true;
  },
};
