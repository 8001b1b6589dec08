import { networkId } from '../id-forms.js';
import type { Kind } from '../kind.js';
import { location as validate } from '../validators.generated.js';

/** Where the addresses of a network are. */
export const location: Kind = { idForm: networkId, validate, personal: [], normalize: (record) => record };
