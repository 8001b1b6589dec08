import type { EnrichedEvent, Enricher } from '../enricher.js';
import { objectAt } from '../object-at.js';
import { removeSent } from '../sent-fields.js';

interface Place {
  readonly state: string;
  readonly district: unknown;
}

/** Where a place is looked for, in this order. What a device record lacks is an empty text, and still counts at the last. */
const sources: Readonly<Record<string, (event: EnrichedEvent) => Place | undefined>> = {
  'user-profile': (event) => placeAt(objectAt(event, 'userdata'), 'district'),
  'user-declared': (event) => {
    const declared = placeAt(objectAt(objectAt(event, 'devicedata'), 'userdeclared'), 'district');
    return declared?.state === '' ? undefined : declared;
  },
  'ip-resolved': (event) => placeAt(objectAt(event, 'devicedata'), 'districtcustom'),
};

/** Where an event happened, as far as user and device say. */
export const derivedLocation: Enricher = {
  rows: [
    {
      property: 'derivedlocationdata',
      source: '`userdata`, else `devicedata.userdeclared`, else `devicedata`',
      when: 'there is a `userdata.state`, or a `devicedata`',
      flags: { loc_denorm: 'true; absent where nothing was found' },
      fields: {
        state: '`state` of the first of these that has one; "" where the device record has none',
        district: '`district`; of `devicedata` itself `districtcustom`',
        from: '"user-profile", "user-declared" or "ip-resolved"',
      },
    },
  ],
  enrich(event) {
    removeSent(event, 'derivedlocationdata');
    for (const [from, find] of Object.entries(sources)) {
      const place = find(event);
      if (!place) continue;
      event.derivedlocationdata = { ...place, from };
      event.flags.loc_denorm = true;
      return;
    }
  },
};

function placeAt(data: Record<string, unknown>, districtField: string): Place | undefined {
  const { state, [districtField]: district } = data;
  return typeof state === 'string' ? { state, district } : undefined;
}
