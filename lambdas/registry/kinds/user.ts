import { plainId } from '../id-forms.js';
import type { Fields, Kind } from '../kind.js';
import { user as validate } from '../validators.generated.js';

/** Where producers put consent: the registry's own place, and the two that upstream's jobs look at. */
interface ConsentPlaces {
  readonly consent?: boolean;
  readonly device?: { readonly consent: boolean };
  readonly data?: { readonly device: { readonly consent: boolean } };
}

/** A person: what events are told of their actor, and what exports need of a user of bots. */
export const user: Kind = {
  idForm: plainId,
  validate,
  personal: ['username', 'phone', 'email', 'name'],
  normalize(record) {
    const { consent, device, data, ...others } = record as Fields & ConsentPlaces;
    const said = [consent, device?.consent, data?.device.consent];
    // Upstream: consent is true where nothing was said. Where places differ, the one that protects the user counts.
    return { ...others, registrations: registrationsOf(record), consent: !said.includes(false) };
  },
  registrationsOf,
};

function registrationsOf({ registrations = [] }: Fields): readonly string[] {
  return [...new Set(registrations as readonly string[])];
}
