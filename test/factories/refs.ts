import type { ClaimedRef } from '../../lambdas/dedup/claim-events.js';

/** What frame 1 says of an event, unless told otherwise. */
export function aRef(overrides: Partial<ClaimedRef> = {}): ClaimedRef {
  return { mid: 'LOG:1', fingerprint: 'f1', owner: 'shard-0:1', ...overrides };
}

/** Events with mids of their own, of one frame. */
export function someRefs(count: number, overrides: Partial<ClaimedRef> = {}): ClaimedRef[] {
  return Array.from({ length: count }, (_, index) => aRef({ mid: `LOG:${index + 1}`, ...overrides }));
}
