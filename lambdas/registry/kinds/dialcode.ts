import { upperCaseId } from '../id-forms.js';
import type { Kind } from '../kind.js';
import { dialcode as validate } from '../validators.generated.js';

/** A printed code that was scanned or typed; upper-case, as enriched events have it. */
export const dialcode: Kind = { idForm: upperCaseId, validate, personal: [], normalize: (record) => record };
