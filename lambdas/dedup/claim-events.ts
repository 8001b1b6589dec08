import type { EventRef, Owner } from '../shared/telemetry/types.js';
import { claimKey, collisionKey } from './claim-key.js';

/** An event, and the frame that wants to own its mid. */
export interface ClaimedRef extends EventRef {
  readonly owner: Owner;
}

/** A claim to be written. */
export interface Claim {
  readonly key: string;
  readonly owner: Owner;
  readonly fingerprint: string;
}

/** What a claim met: it is ours now (or was already), or a standing claim with the other's fingerprint. */
export type Takeover = { readonly mine: true } | { readonly mine: false; readonly fingerprint: string };

/** The effects of claiming; DynamoDB in production, a recording fake in tests. */
export interface ClaimPorts {
  /** Puts claims that don't exist yet, no key twice; returns those that were refused. Throws DependencyError. */
  insertAll(claims: readonly Claim[]): Promise<readonly Claim[]>;
  /** Takes over a claim that is ours already or has expired; says whose it is otherwise. Throws DependencyError. */
  takeOver(claim: Claim): Promise<Takeover>;
}

/** `mine`: forward. `collision`: forward, it is another event under a taken mid. `duplicate`: drop. */
export type ClaimVerdict = 'mine' | 'duplicate' | 'collision';

/** An event that still wants a claim: under its mid, or in a later round under `mid~fingerprint`. */
interface Wish extends Claim {
  readonly index: number;
  readonly granted: 'mine' | 'collision';
}

/**
 * Decides for each event whether its frame owns it.
 * A retry of the same frame finds its own claims and forwards again: that is what makes a crash harmless.
 *
 * @returns one verdict per ref, in the order given
 * @throws DependencyError when the table can't answer; the frames are then retried, never passed on unjudged
 */
export async function claimEvents(refs: readonly ClaimedRef[], ports: ClaimPorts): Promise<ClaimVerdict[]> {
  const verdicts: ClaimVerdict[] = refs.map(() => 'duplicate');
  let wishes = firstOfEach(refs);
  while (wishes.length > 0) {
    const { collided, granted } = await claimOnce(wishes, ports);
    for (const { index, granted: verdict } of granted) verdicts[index] = verdict;
    wishes = collided.map((wish) => ({ ...wish, key: collisionKey(wish.key, wish.fingerprint), granted: 'collision' }));
  }
  return verdicts;
}

/** One wish for each distinct event: repeats inside the invocation are duplicates without asking the table. */
function firstOfEach(refs: readonly ClaimedRef[]): Wish[] {
  const seen = new Set<string>();
  return refs.flatMap(({ mid, fingerprint, owner }, index) => {
    const event = `${fingerprint} ${mid}`;
    if (seen.has(event)) return [];
    seen.add(event);
    return [{ key: claimKey(mid), owner, fingerprint, index, granted: 'mine' }];
  });
}

async function claimOnce(wishes: readonly Wish[], ports: ClaimPorts): Promise<{ granted: Wish[]; collided: Wish[] }> {
  const firstOfKey = new Map(wishes.toReversed().map((wish) => [wish.key, wish]));
  const refused = new Set(await ports.insertAll([...firstOfKey.values()]));
  const open = wishes.filter((wish) => refused.has(wish) || firstOfKey.get(wish.key) !== wish);
  const answers = await Promise.all(open.map((wish) => ports.takeOver(wish)));

  const answerOf = new Map(open.map((wish, position) => [wish, answers[position]]));
  const granted = wishes.filter((wish) => answerOf.get(wish)?.mine ?? true);
  const collided = open.filter((wish) => {
    const answer = answerOf.get(wish);
    return answer?.mine === false && answer.fingerprint !== wish.fingerprint;
  });
  return { granted, collided };
}
