import fc from 'fast-check';
import { type ClaimedRef, type ClaimVerdict, claimEvents } from '../../../lambdas/dedup/claim-events.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aRef } from '../../factories/refs.js';
import { type FakeClaims, fakeClaims } from '../../fakes/fake-claims.js';

/**
 * Events of few mids with few fingerprints, so that repeats and collisions are the rule. Some mids look like keys of
 * collisions; but none holds its own fingerprint, which is a hash of a text with the mid in it.
 */
const anyEvent = fc
  .record({ mid: fc.constantFrom('a', 'b', 'a~1', 'b~2'), fingerprint: fc.constantFrom('1', '2', '3') })
  .filter(({ mid, fingerprint }) => !mid.endsWith(`~${fingerprint}`));

/** Frames, each under an owner of its own. */
const anyFrames = fc
  .array(fc.array(anyEvent, { maxLength: 5 }), { minLength: 1, maxLength: 6 })
  .map((frames) => frames.map((events, index) => events.map((event) => aRef({ ...event, owner: `shard-0:${index}` }))));

/** An invocation: some frames by number, and after how many calls the table goes down, if it does. */
const anyInvocation = fc.record({
  frames: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 4 }),
  breakAfter: fc.option(fc.nat(6), { nil: undefined }),
});

/** Who forwarded which event with which verdict: `owner verdict` by event. */
type Forwarded = Map<string, Set<string>>;

async function deliver(refs: readonly ClaimedRef[], table: FakeClaims, forwarded: Forwarded): Promise<void> {
  const verdicts = await claimEvents(refs, table);
  for (const [index, { mid, fingerprint, owner }] of refs.entries()) {
    const verdict: ClaimVerdict | undefined = verdicts[index];
    if (verdict === 'duplicate') continue;
    const event = `${mid} ${fingerprint}`;
    forwarded.set(event, (forwarded.get(event) ?? new Set()).add(`${owner} ${verdict}`));
  }
}

/** A delivery that may meet a broken table; nothing is forwarded then. */
async function tryToDeliver(refs: readonly ClaimedRef[], table: FakeClaims, forwarded: Forwarded): Promise<void> {
  try {
    await deliver(refs, table, forwarded);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
  }
}

describe('claimEvents, over frames delivered in any order, again and again, with crashes between,', () => {
  it('lets each distinct event be forwarded by exactly one frame, under one verdict, and none be lost', async () => {
    await fc.assert(
      fc.asyncProperty(anyFrames, fc.array(anyInvocation, { maxLength: 8 }), async (frames, invocations) => {
        const table = fakeClaims();
        const forwarded: Forwarded = new Map();

        for (const { frames: numbers, breakAfter } of invocations) {
          table.breakAfter(breakAfter);
          const refs = numbers.flatMap((number) => frames[number] ?? []);
          await tryToDeliver(refs, table, forwarded);
        }
        table.breakAfter(undefined);
        await deliver(frames.flat(), table, forwarded);

        const events = new Set(frames.flat().map(({ mid, fingerprint }) => `${mid} ${fingerprint}`));
        expect(new Set(forwarded.keys())).toEqual(events);
        expect([...forwarded.values()].filter((owners) => owners.size !== 1)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a frame the same verdicts whenever it comes, as long as it comes alone', async () => {
    await fc.assert(
      fc.asyncProperty(anyFrames, async (frames) => {
        const table = fakeClaims();
        const first: ClaimVerdict[][] = [];
        for (const refs of frames) first.push(await claimEvents(refs, table));

        const again: ClaimVerdict[][] = [];
        for (const refs of frames) again.push(await claimEvents(refs, table));

        expect(again).toEqual(first);
      }),
    );
  });
});
