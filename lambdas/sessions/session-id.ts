import { createHash } from 'node:crypto';

/**
 * A session's id: the same whenever it is made. A sid has one session that begins on a day, so an earlier event that
 * comes late doesn't change the id; without a sid it is the first event that tells sessions apart.
 */
export function sessionId({ did, sid, dt, starttime }: { did: string; sid: string; dt: string; starttime: number }) {
  const key = JSON.stringify([did, sid, sid === '' ? starttime : dt]);
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
