import { entityFor } from '../../shared/registry/entity-for.js';
import type { Enricher } from '../enricher.js';
import { dialcodeIdOf } from '../lookup-ids.js';
import { projectionOf } from '../project-record.js';
import { removeSent } from '../sent-fields.js';

const { fields, project } = projectionOf(
  ['channel', 'batchcode', 'publisher', 'generated_on', 'published_on', 'status'],
  ['generated_on', 'published_on'],
);

/** The printed code that was scanned. */
export const dialcodeData: Enricher = {
  rows: [
    {
      property: 'dialcodedata',
      source: 'registry: `dialcode`, by `object.id` in capitals',
      when: 'there is a record; `object.type` is DialCode or QR, in any case',
      flags: { dialcode_denorm: 'true; false where there is no record; absent where the object is no such code' },
      fields: { identifier: 'its id', ...fields },
    },
  ],
  keyOf: (event) => entityFor('dialcode', dialcodeIdOf(event)),
  enrich(event, _, record) {
    removeSent(event, 'dialcodedata');
    const identifier = dialcodeIdOf(event);
    if (identifier === undefined) return;
    event.flags.dialcode_denorm = record !== undefined;
    if (record) event.dialcodedata = { identifier, ...project(record) };
  },
};
