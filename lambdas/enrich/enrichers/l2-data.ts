import { entityFor } from '../../shared/registry/entity-for.js';
import type { Enricher } from '../enricher.js';
import { l2IdOf } from '../lookup-ids.js';
import { projectionOf } from '../project-record.js';
import { removeSent } from '../sent-fields.js';

const { fields, project } = projectionOf([
  'name',
  'contentType',
  'mimeType',
  'framework',
  'subject',
  'medium',
  'board',
  'channel',
  'createdFor',
  'gradeLevel',
]);

/** The part of a collection, such as a chapter, that a content was used in. */
export const l2Data: Enricher = {
  rows: [
    {
      property: 'l2data',
      source: 'registry: `content`, by `object.rollup.l2`',
      when: 'as with `collectiondata`: what is compared with the object is `rollup.l1`',
      flags: { l2_denorm: 'true, also where there is no record' },
      fields,
    },
  ],
  keyOf: (event) => entityFor('content', l2IdOf(event)),
  enrich(event, _, record) {
    if (l2IdOf(event) === undefined) return removeSent(event, 'l2data');
    event.l2data = (record && project(record)) ?? {};
    event.flags.l2_denorm = true;
  },
};
