import { entityFor } from '../../shared/registry/entity-for.js';
import { contentProjection } from '../content-projection.js';
import type { Enricher } from '../enricher.js';
import { contentIdOf } from '../lookup-ids.js';
import { removeSent, sentFields } from '../sent-fields.js';

const { fields, project } = contentProjection;

/** What an event is about, where that is a content. */
export const contentData: Enricher = {
  rows: [
    {
      property: 'contentdata',
      source: 'registry: `content`, by `object.id`',
      when: 'there is a record; `object.type` is not User, QR or DialCode, in any case, or the event is an AUDIT',
      flags: { content_denorm: 'true; false where there is no record; absent where the object is no content' },
      fields,
    },
  ],
  keyOf: (event) => entityFor('content', contentIdOf(event)),
  enrich(event, _, record) {
    const data = record && project(record);
    if (contentIdOf(event) !== undefined) event.flags.content_denorm = data !== undefined;
    if (!data) return removeSent(event, 'contentdata');
    const sent = sentFields(event, 'contentdata', fields);
    event.contentdata = sent ? { ...sent, ...data } : data;
  },
};
