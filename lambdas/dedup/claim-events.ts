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

/** Whose a key is. */
export type Standing = Pick<Claim, 'owner' | 'fingerprint'>;

/** The effects of claiming; DynamoDB in production, a recording fake in tests. */
export interface ClaimPorts {
  /** Puts claims that don't exist yet, no key twice; returns those that were refused. Throws DependencyError. */
  insertAll(claims: readonly Claim[]): Promise<readonly Claim[]>;
  /** Takes over what has expired, and says whose each key is then, in the order given. Throws DependencyError. */
  resolveAll(claims: readonly Claim[]): Promise<readonly Standing[]>;
}

/** `mine`: forward. `collision`: forward, it is another event under a taken mid. `duplicate`: drop. */
export type ClaimVerdict = 'mine' | 'duplicate' | 'collision';

/** An event that still wants a claim: under its mid, or in a later round under `mid~fingerprint`. */
interface Wish extends Claim {
  readonly granted: 'mine' | 'collision';
  /** The frames of this invocation that have the event, each with the index of its ref. */
  readonly frames: Map<Owner, number>;
}

/**
 * Decides for each event whether its frame owns it.
 * A retry of the same frame finds its own claims and forwards again: that is what makes a crash harmless. Of several
 * frames with one event the first asks, and the one that the claim names gets it, which may be another.
 *
 * @returns one verdict per ref, in the order given
 * @throws DependencyError when the table can't answer; the frames are then retried, never passed on unjudged
 */
export async function claimEvents(refs: readonly ClaimedRef[], ports: ClaimPorts): Promise<ClaimVerdict[]> {
  const verdicts: ClaimVerdict[] = refs.map(() => 'duplicate');
  let wishes = oneOfEach(refs);
  while (wishes.length > 0) {
    const standing = await claimOnce(wishes, ports);
    const isCollided = ({ fingerprint }: Wish, index: number) => standing[index]?.fingerprint !== fingerprint;
    for (const [index, wish] of wishes.entries()) {
      const ref = wish.frames.get(standing[index]?.owner ?? '');
      if (ref !== undefined && !isCollided(wish, index)) verdicts[ref] = wish.granted;
    }
    wishes = wishes
      .filter(isCollided)
      .map((wish) => ({ ...wish, key: collisionKey(wish.key, wish.fingerprint), granted: 'collision' }));
  }
  return verdicts;
}

/** One wish for each distinct event: repeats inside the invocation are judged without asking the table. */
function oneOfEach(refs: readonly ClaimedRef[]): Wish[] {
  const wishes = new Map<string, Wish>();
  for (const [index, { mid, fingerprint, owner }] of refs.entries()) {
    const event = `${fingerprint} ${mid}`;
    const wish: Wish = wishes.get(event) ?? {
      key: claimKey(mid),
      owner,
      fingerprint,
      granted: 'mine',
      frames: new Map(),
    };
    if (!wish.frames.has(owner)) wish.frames.set(owner, index);
    wishes.set(event, wish);
  }
  return [...wishes.values()];
}

/** @returns whose the key of each wish is, in the order given */
async function claimOnce(wishes: readonly Wish[], ports: ClaimPorts): Promise<Standing[]> {
  const firstOfKey = new Map(wishes.toReversed().map((wish) => [wish.key, wish]));
  const refused = new Set(await ports.insertAll([...firstOfKey.values()]));
  const open = wishes.filter((wish) => refused.has(wish) || firstOfKey.get(wish.key) !== wish);
  const answers = open.length > 0 ? await ports.resolveAll(open) : [];
  if (answers.length !== open.length) throw new Error('the claims table told of fewer claims than it was asked for');
  const standing = new Map(open.map((wish, position) => [wish, answers[position]]));
  return wishes.map((wish) => standing.get(wish) ?? wish);
}
