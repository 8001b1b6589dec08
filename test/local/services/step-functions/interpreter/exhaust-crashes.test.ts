import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { leaseMs } from '../../../../../lambdas/shared/exhaust/job-store.js';
import { Died, type Moment } from '../../../../fakes/mortality.js';
import { aDueJob, useExhaustMachine } from '../../../../support/exhaust-machines.js';

const openMachine = useExhaustMachine();

/** Ends all executions at the k-th effect, right before or right after it is done. */
function crashAt(k: number, diesAt: Moment) {
  const crash = { stopAll: () => {}, diedAt: '', isRevived: false };
  let calls = 0;
  const at = (effect: string, moment: Moment) => {
    if (crash.isRevived) return;
    if (crash.diedAt !== '') throw new Died(effect);
    if (moment !== diesAt || ++calls !== k) return;
    crash.diedAt = effect;
    crash.stopAll();
    throw new Died(effect);
  };
  return { crash, at };
}

describe.each([
  ['uci-response-exhaust', ['plan', 'claim', 'take', 'query', 'renew', 'upload', 'succeed', 'write', 'notice']],
  ['uci-private-exhaust', ['plan', 'claim', 'take', 'renew', 'upload', 'succeed', 'write', 'notice']],
])('an execution of %s that ends anywhere', (dataset, effects) => {
  it.each<Moment>(['before', 'after'])(
    'is made good by the next one after the lease: right %s each effect',
    async (moment) => {
      const died: string[] = [];
      for (let k = 1; k <= effects.length; k++) {
        const { crash, at } = crashAt(k, moment);
        const { start, run, finish, stopAll, clock, job, uploads, notices, halt } = await openMachine({
          jobs: [aDueJob('R1', { dataset })],
          at,
        });
        crash.stopAll = stopAll;

        const first = await finish(await start());
        died.push(crash.diedAt);
        crash.isRevived = true;
        clock.pass(leaseMs + 1);
        const second = await run();
        await halt();

        expect([first.status, second.status]).toEqual(['ABORTED', 'SUCCEEDED']);
        expect(job('R1')).toMatchObject({ status: 'SUCCESS', files: [uploads[0]?.split('/').at(-1)] });
        expect(new Set(uploads).size).toBe(1);
        expect(job('R1').attempts).toBeLessThanOrEqual(1);
        expect([job('R1').encryptedKey, job('R1').claim]).toEqual([undefined, undefined]);
        expect(notices.length).toBeLessThanOrEqual(1);
      }

      expect(died.toSorted()).toEqual(effects.toSorted());
    },
  );
});

describe('a job whose run is alive', () => {
  it('is not taken by the next execution before the lease is over', async () => {
    const { crash, at } = crashAt(3, 'after');
    const { start, run, finish, stopAll, clock, job } = await openMachine({ jobs: [aDueJob('R1')], at });
    crash.stopAll = stopAll;
    await finish(await start());
    crash.isRevived = true;

    clock.pass(leaseMs - 1);
    await run();

    expect(job('R1')).toMatchObject({ status: 'PROCESSING', attempts: 0 });
  });
});

describe('executions at the same time', () => {
  it.each([2, 3])('%d of them write each job once, and tell of it once', async (count) => {
    const ids = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6'];
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(4)), async (turns) => {
        const at = async () => {
          for (let left = Number(turns.next().value); left > 0; left--) await nextTurn();
        };
        const opened = await openMachine({ jobs: ids.map((id) => aDueJob(id)), at });
        const { start, finish, job, uploads, notices, halt } = opened;

        const arns = await Promise.all(Array.from({ length: count }, () => start()));
        const ends = await Promise.all(arns.map(finish));
        await halt();

        expect(ends.map(({ status }) => status)).toEqual(ends.map(() => 'SUCCEEDED'));
        for (const id of ids) expect(job(id)).toMatchObject({ status: 'SUCCESS', attempts: 0 });
        expect(uploads.map((key) => key.split('/')[2]).toSorted()).toEqual(ids);
        expect(notices.map(({ requestId }) => requestId).toSorted()).toEqual(ids);
      }),
      { numRuns: 8 },
    );
  });
});
