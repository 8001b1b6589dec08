import { fingerprintOf } from '../shared/telemetry/fingerprint.js';

/** "DynamoDB limits: a partition key is 1 to 2,048 bytes"; half of it leaves room for fingerprints. */
const maxKeyBytes = 1_024;

/** Key of the claim on a mid: the mid itself, or for an endless one its start and its hash. */
export function claimKey(mid: string): string {
  if (Buffer.byteLength(mid) <= maxKeyBytes) return mid;
  return `${mid.slice(0, 64)}~${fingerprintOf(mid)}`;
}

/** Key of the claim of an event whose mid belongs to another event. */
export function collisionKey(key: string, fingerprint: string): string {
  return claimKey(`${key}~${fingerprint}`);
}
