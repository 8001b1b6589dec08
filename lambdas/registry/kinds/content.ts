import { plainId } from '../id-forms.js';
import type { Kind } from '../kind.js';
import { content as validate } from '../validators.generated.js';

/** What events are told of their content. */
export const content: Kind = { idForm: plainId, validate, personal: [], normalize: (record) => record };
