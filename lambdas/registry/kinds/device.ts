import { plainId } from '../id-forms.js';
import type { Kind } from '../kind.js';
import { device as validate } from '../validators.generated.js';

/** What events are told of their device. Push tokens, addresses and users of it have no field. */
export const device: Kind = { idForm: plainId, validate, personal: [], normalize: (record) => record };
