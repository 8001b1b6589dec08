import { type Claim, claimEvents } from '../../../lambdas/dedup/claim-events.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aRef, someRefs } from '../../factories/refs.js';
import { fakeClaims } from '../../fakes/fake-claims.js';

const otherFrame = { owner: 'shard-0:2' };
const thirdFrame = { owner: 'shard-1:3' };
const otherEvent = { fingerprint: 'f2' };

describe('claimEvents', () => {
  it('gives an event that nobody has seen to its frame, with one question for all', async () => {
    const table = fakeClaims();

    const verdicts = await claimEvents(someRefs(3), table);

    expect(verdicts).toEqual(['mine', 'mine', 'mine']);
    expect(table.effects).toEqual(['insertAll LOG:1 LOG:2 LOG:3']);
  });

  it('gives a frame again what it had claimed before it crashed', async () => {
    const table = fakeClaims();
    await claimEvents(someRefs(2), table);

    const verdicts = await claimEvents(someRefs(2), table);

    expect(verdicts).toEqual(['mine', 'mine']);
    expect(table.effects.slice(1)).toEqual(['insertAll LOG:1 LOG:2', 'resolveAll LOG:1 LOG:2']);
  });

  it('calls an event a duplicate that another frame owns', async () => {
    const table = fakeClaims();
    await claimEvents([aRef()], table);

    const verdicts = await claimEvents([aRef({ ...otherFrame, mid: 'LOG:0' }), aRef(otherFrame)], table);

    expect(verdicts).toEqual(['mine', 'duplicate']);
    expect(table.items.get('LOG:1')?.owner).toBe('shard-0:1');
  });

  it('stores another event under a taken mid as a collision, with a claim of its own', async () => {
    const table = fakeClaims();
    await claimEvents([aRef()], table);

    const verdicts = await claimEvents([aRef({ ...otherFrame, ...otherEvent })], table);

    expect(verdicts).toEqual(['collision']);
    expect(table.items.get('LOG:1~f2')).toEqual({ key: 'LOG:1~f2', owner: 'shard-0:2', fingerprint: 'f2' });
    expect(table.items.get('LOG:1')).toMatchObject({ owner: 'shard-0:1', fingerprint: 'f1' });
  });

  it('calls a collision a collision again when its own frame comes again', async () => {
    const table = fakeClaims();
    const collision = aRef({ ...otherFrame, ...otherEvent });
    await claimEvents([aRef()], table);
    await claimEvents([collision], table);

    expect(await claimEvents([collision], table)).toEqual(['collision']);
  });

  it('calls a collision a duplicate when another frame brings it', async () => {
    const table = fakeClaims();
    await claimEvents([aRef()], table);
    await claimEvents([aRef({ ...otherFrame, ...otherEvent })], table);

    expect(await claimEvents([aRef({ ...thirdFrame, ...otherEvent })], table)).toEqual(['duplicate']);
  });

  it('asks the table once for what comes several times in an invocation', async () => {
    const table = fakeClaims();

    const verdicts = await claimEvents([aRef(), aRef(), aRef(otherFrame)], table);

    expect(verdicts).toEqual(['mine', 'duplicate', 'duplicate']);
    expect(table.effects).toEqual(['insertAll LOG:1']);
  });

  it('tells two events of one invocation under one mid apart, and does so again on a retry', async () => {
    const table = fakeClaims();
    const refs = [aRef(), aRef(otherEvent)];

    const first = await claimEvents(refs, table);
    const again = await claimEvents(refs, table);

    expect([first, again]).toEqual([
      ['mine', 'collision'],
      ['mine', 'collision'],
    ]);
    expect(table.effects.slice(0, 3)).toEqual(['insertAll LOG:1', 'resolveAll LOG:1', 'insertAll LOG:1~f2']);
  });

  it('tells many events under one mid apart', async () => {
    const table = fakeClaims();
    const refs = ['f1', 'f2', 'f3', 'f2', 'f1'].map((fingerprint) => aRef({ fingerprint }));

    const verdicts = await claimEvents(refs, table);

    expect(verdicts).toEqual(['mine', 'collision', 'collision', 'duplicate', 'duplicate']);
  });

  it('does not mistake a mid that looks like the key of a collision for one', async () => {
    const table = fakeClaims();
    await claimEvents([aRef({ mid: 'LOG:1~f2', fingerprint: 'f9' }), aRef()], table);

    const verdicts = await claimEvents([aRef({ ...otherFrame, ...otherEvent })], table);

    expect(verdicts).toEqual(['collision']);
    expect(table.items.get('LOG:1~f2')?.fingerprint).toBe('f9');
  });

  it('takes over a claim whose time is over, also from another event', async () => {
    const table = fakeClaims();
    await claimEvents(someRefs(2), table);
    table.expireAll();

    const verdicts = await claimEvents([aRef(otherFrame), aRef({ ...otherFrame, ...otherEvent, mid: 'LOG:2' })], table);

    expect(verdicts).toEqual(['mine', 'mine']);
    expect([...table.items.values()].map(({ owner }) => owner)).toEqual(['shard-0:2', 'shard-0:2']);
  });

  it('takes a claim that was cleaned up between the insert and the question for its own', async () => {
    const table = fakeClaims();
    await claimEvents([aRef()], table);
    const cleanedUp = {
      ...table,
      insertAll: async (claims: readonly Claim[]) => {
        const refused = await table.insertAll(claims);
        table.clear();
        return refused;
      },
    };

    const verdicts = await claimEvents([aRef(otherFrame)], cleanedUp);

    expect(verdicts).toEqual(['mine']);
    expect(table.items.get('LOG:1')?.owner).toBe('shard-0:2');
  });

  it('gives an event that two frames of an invocation have to the one that owns it, be it the second', async () => {
    const table = fakeClaims();
    await claimEvents([aRef(otherFrame)], table);

    const verdicts = await claimEvents([aRef(), aRef(otherFrame), aRef(thirdFrame)], table);

    expect(verdicts).toEqual(['duplicate', 'mine', 'duplicate']);
  });

  it('gives a collision that two frames of an invocation have to the one that owns it, be it the second', async () => {
    const table = fakeClaims();
    await claimEvents([aRef(thirdFrame)], table);
    await claimEvents([aRef({ ...otherFrame, ...otherEvent })], table);

    const verdicts = await claimEvents([aRef(otherEvent), aRef({ ...otherFrame, ...otherEvent })], table);

    expect(verdicts).toEqual(['duplicate', 'collision']);
  });

  it('asks nothing when there is nothing to claim', async () => {
    const table = fakeClaims();

    expect(await claimEvents([], table)).toEqual([]);
    expect(table.effects).toEqual([]);
  });

  it.each([
    ['the inserts', 0],
    ['the question whose a refused claim is', 1],
    ['the claim of a collision', 2],
  ])('never takes a table that is down at %s for "not seen"', async (_, calls) => {
    const table = fakeClaims();
    await claimEvents([aRef()], table);
    table.breakAfter(calls);

    const claimed = claimEvents([aRef({ ...otherFrame, ...otherEvent })], table);

    await expect(claimed).rejects.toThrow(DependencyError);
  });
});
