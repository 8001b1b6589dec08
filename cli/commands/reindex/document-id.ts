import { fingerprintOf } from '../../../lambdas/shared/telemetry/fingerprint.js';
import { cutText } from '../../../lambdas/shared/text/well-formed.js';

/** "_id field: up to 512 bytes". */
const maxBytes = 512;
/** Characters of a long mid that stay readable; in UTF-8 up to 4 bytes each. */
const headLength = 100;

/** Id of an event's document: its mid, or for a long one its beginning and its hash. */
export function documentId(mid: string): string {
  const id = mid.toWellFormed();
  if (id !== '' && Buffer.byteLength(id) <= maxBytes) return id;
  return `${cutText(mid, headLength)}~${fingerprintOf(mid)}`;
}

/**
 * Id of an event whose mid belongs to another event.
 *
 * @param level 1, or more where that id belongs to another event too: a mid may look like one
 */
export function collisionId(mid: string, fingerprint: string, level = 1): string {
  return documentId(`${mid}~${fingerprint}${level === 1 ? '' : `~${level}`}`);
}
