import { cutText } from '../text/well-formed.js';
import { fingerprintOf } from './fingerprint.js';

/** "DynamoDB limits: a partition key is 1 to 2,048 bytes"; half of it leaves room for fingerprints. */
const maxMidBytes = 1_024;

/**
 * What stands for a mid in keys and headers: the mid itself, or for an endless one its start and its hash.
 * Half a surrogate pair has no UTF-8: every service would turn it into U+FFFD in its own way, so it is done here.
 */
export function shortMid(mid: string): string {
  if (Buffer.byteLength(mid) <= maxMidBytes) return mid.toWellFormed();
  return `${cutText(mid, 64)}~${fingerprintOf(mid)}`;
}
