import { createHash } from 'node:crypto';

/** Hash of an event's text, 22 characters of base64url: 128 bits of SHA-256. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
