import type { Claim, ClaimPorts } from '../../lambdas/dedup/claim-events.js';
import { DependencyError } from '../../lambdas/shared/errors.js';

export interface FakeClaims extends ClaimPorts {
  /** `insertAll` with its keys sorted (their order is free), `takeOver` with its key. */
  readonly effects: string[];
  /** Standing claims by key. */
  readonly items: ReadonlyMap<string, Claim>;
  /** All claims made so far expire. */
  expireAll(): void;
  /** All calls after `calls` further ones fail, with half of their inserts done; `undefined` mends the table. */
  breakAfter(calls: number | undefined): void;
}

/** The claims table in memory: inserts what is absent, lets owners have their own again and anyone the expired. */
export function fakeClaims(): FakeClaims {
  const effects: string[] = [];
  const items = new Map<string, Claim>();
  const expired = new Set<string>();
  let callsLeft = Number.POSITIVE_INFINITY;

  const record = (effect: string): 'up' | 'down' => {
    effects.push(effect);
    return callsLeft-- > 0 ? 'up' : 'down';
  };
  const down = () => new DependencyError('claims table: down');
  const put = ({ key, owner, fingerprint }: Claim) => {
    items.set(key, { key, owner, fingerprint });
    expired.delete(key);
  };

  return {
    effects,
    items,
    expireAll: () => {
      for (const key of items.keys()) expired.add(key);
    },
    breakAfter: (calls) => {
      callsLeft = calls ?? Number.POSITIVE_INFINITY;
    },
    async insertAll(claims) {
      const state = record(['insertAll', ...claims.map(({ key }) => key).toSorted()].join(' '));
      if (new Set(claims.map(({ key }) => key)).size < claims.length) throw new Error('fake table: a key came twice');
      const refused = claims.filter(({ key }) => items.has(key));
      const absent = claims.filter(({ key }) => !items.has(key));
      // A call that fails may have done some of its work.
      const done = state === 'up' ? absent : absent.slice(0, absent.length / 2);
      for (const claim of done) put(claim);
      if (state === 'down') throw down();
      return refused;
    },
    async takeOver(claim) {
      if (record(`takeOver ${claim.key}`) === 'down') throw down();
      const standing = items.get(claim.key);
      if (!standing) throw new DependencyError(`fake table: no claim on ${claim.key}`);
      const isOwn = standing.owner === claim.owner && standing.fingerprint === claim.fingerprint;
      if (!isOwn && !expired.has(claim.key)) return { mine: false, fingerprint: standing.fingerprint };
      put(claim);
      return { mine: true };
    },
  };
}
