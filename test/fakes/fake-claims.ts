import type { Claim, ClaimPorts, Standing } from '../../lambdas/dedup/claim-events.js';
import { DependencyError } from '../../lambdas/shared/function/errors.js';

export interface FakeClaims extends ClaimPorts {
  /** `insertAll` and `resolveAll` with their keys sorted: the order is free. */
  readonly effects: string[];
  /** Standing claims by key. */
  readonly items: ReadonlyMap<string, Claim>;
  /** All claims made so far expire. */
  expireAll(): void;
  /** All claims made so far are gone, as TTL leaves it. */
  clear(): void;
  /** All calls after `calls` further ones fail, with half of their work done; `undefined` mends the table. */
  breakAfter(calls: number | undefined): void;
}

/** The claims table in memory: inserts what is absent, says whose the others are, and lets anyone have the expired. */
export function fakeClaims(): FakeClaims {
  const effects: string[] = [];
  const items = new Map<string, Claim>();
  const expired = new Set<string>();
  let callsLeft = Number.POSITIVE_INFINITY;

  const record = (effect: string, claims: readonly Claim[]): 'up' | 'down' => {
    effects.push([effect, ...claims.map(({ key }) => key).toSorted()].join(' '));
    return callsLeft-- > 0 ? 'up' : 'down';
  };
  const down = () => new DependencyError('claims table: down');
  const put = ({ key, owner, fingerprint }: Claim) => {
    items.set(key, { key, owner, fingerprint });
    expired.delete(key);
  };
  const resolve = (claim: Claim): Standing => {
    const standing = items.get(claim.key);
    if (standing && !expired.has(claim.key)) return standing;
    put(claim);
    return claim;
  };

  return {
    effects,
    items,
    expireAll: () => {
      for (const key of items.keys()) expired.add(key);
    },
    clear: () => items.clear(),
    breakAfter: (calls) => {
      callsLeft = calls ?? Number.POSITIVE_INFINITY;
    },
    async insertAll(claims) {
      const state = record('insertAll', claims);
      if (new Set(claims.map(({ key }) => key)).size < claims.length) throw new Error('fake table: a key came twice');
      const refused = claims.filter(({ key }) => items.has(key));
      const absent = claims.filter(({ key }) => !items.has(key));
      // A call that fails may have done some of its work.
      const done = state === 'up' ? absent : absent.slice(0, absent.length / 2);
      for (const claim of done) put(claim);
      if (state === 'down') throw down();
      return refused;
    },
    async resolveAll(claims) {
      const state = record('resolveAll', claims);
      const standing = claims.slice(0, state === 'up' ? claims.length : claims.length / 2).map(resolve);
      if (state === 'down') throw down();
      return standing;
    },
  };
}
