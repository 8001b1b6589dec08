import { shortMid } from '../shared/telemetry/short-mid.js';

/** Key of the claim on a mid. */
export function claimKey(mid: string): string {
  return shortMid(mid);
}

/** Key of the claim of an event whose mid belongs to another event. */
export function collisionKey(key: string, fingerprint: string): string {
  return shortMid(`${key}~${fingerprint}`);
}
