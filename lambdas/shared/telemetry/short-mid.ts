import { fingerprintOf } from './fingerprint.js';

/** "DynamoDB limits: a partition key is 1 to 2,048 bytes"; half of it leaves room for fingerprints. */
const maxMidBytes = 1_024;

/** What stands for a mid in keys and headers: the mid itself, or for an endless one its start and its hash. */
export function shortMid(mid: string): string {
  if (Buffer.byteLength(mid) <= maxMidBytes) return mid;
  return `${mid.slice(0, 64)}~${fingerprintOf(mid)}`;
}
