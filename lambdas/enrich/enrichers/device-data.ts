import type { OpenFields } from '../../shared/registry/cached-lookup.js';
import { entityFor } from '../../shared/registry/entity-for.js';
import { placeFields } from '../../shared/registry/place-fields.js';
import type { Enricher } from '../enricher.js';
import { deviceIdOf } from '../lookup-ids.js';
import { objectAt, textAt } from '../object-at.js';
import { oncePerRecord } from '../project-record.js';
import { removeSent } from '../sent-fields.js';
import { shared } from '../shared-data.js';

const dataOf = oncePerRecord((record: OpenFields) => {
  const textOf = (from: Record<string, unknown>, name: string) => textAt(from, name) ?? '';
  const statecode = textOf(record, 'statecode');
  const declared = objectAt(record, 'userdeclared');
  return shared({
    // Texts that a document has whether the record has them or not.
    ...Object.fromEntries(placeFields.map((name) => [name, textOf(record, name)])),
    devicespec: objectAt(record, 'devicespec'),
    firstaccess: typeof record.firstaccess === 'number' ? record.firstaccess : 0,
    iso3166statecode: statecode && `IN-${statecode}`,
    userdeclared: { state: textOf(declared, 'state'), district: textOf(declared, 'district') },
  });
});

/** Where an event comes from, and on what: the device that it names. */
export const deviceData: Enricher = {
  rows: [
    {
      property: 'devicedata',
      source: 'registry: `device`, by `context.did` (`dimensions.did` before it)',
      when: 'there is a record',
      flags: { device_denorm: 'true; false where there is none; absent without a device id' },
      fields: {
        ...Object.fromEntries(placeFields.map((name) => [name, `${name}, else ""`])),
        devicespec: 'devicespec, else {}',
        firstaccess: 'firstaccess, else 0',
        iso3166statecode: '"IN-" and statecode, else ""',
        userdeclared: 'userdeclared: state and district, else ""',
      },
    },
  ],
  keyOf: (event) => entityFor('device', deviceIdOf(event)),
  enrich(event, _, record) {
    removeSent(event, 'devicedata');
    if (deviceIdOf(event) === undefined) return;
    event.flags.device_denorm = record !== undefined;
    if (record) event.devicedata = dataOf(record);
  },
};
