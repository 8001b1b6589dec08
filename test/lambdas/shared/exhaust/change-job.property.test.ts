import fc from 'fast-check';
import { changeJob, type JobEvent } from '../../../../lambdas/shared/exhaust/change-job.js';
import { dueAt, type Job, maxAttempts } from '../../../../lambdas/shared/exhaust/job.js';
import { aJob, submission } from '../../../factories/jobs.js';

const lease = 100;

/** What two runs, their deaths, and a client may do, one thing a step; a step lets time pass before it. */
const step = fc.record({
  pass: fc.integer({ min: 0, max: 2 * lease }),
  run: fc.constantFrom('run-1', 'run-2'),
  kind: fc.constantFrom('claim', 'renew', 'succeed', 'fail', 'resubmit'),
  isFinal: fc.boolean(),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function eventOf({ run: runId, kind, isFinal }: Step, at: number): JobEvent {
  const events: Record<Step['kind'], JobEvent> = {
    claim: { kind: 'claim', at, runId, until: at + lease },
    renew: { kind: 'renew', runId, until: at + lease },
    succeed: { kind: 'succeed', at, runId, files: ['a.csv'] },
    fail: { kind: 'fail', at, runId, message: 'no', isFinal },
    resubmit: { kind: 'resubmit', at },
  };
  return events[kind as Step['kind']];
}

/** Each step's job, before and after it. */
function play(steps: readonly Step[]): { before: Job; after: Job; event: JobEvent; at: number }[] {
  let job = aJob({ encryptedKey: 'key' });
  let at = submission;
  return steps.map((taken) => {
    at += taken.pass;
    const before = job;
    const event = eventOf(taken, at);
    const change = changeJob(before, event);
    if (!change.unchanged) job = change.job;
    return { before, after: job, event, at };
  });
}

describe('whatever two runs, their deaths and a client do', () => {
  it('a job is in the hands of one run at a time, which alone ends it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        for (const { before, after, event, at } of play(steps)) {
          if (before.status !== 'PROCESSING' || after === before) continue;
          const holder = before.claim?.runId;
          const isDead = (before.claim?.until ?? 0) <= at;
          expect('runId' in event && (event.runId === holder || (event.kind === 'claim' && isDead))).toBe(true);
        }
      }),
    );
  });

  it('a job has 0 to 3 attempts, which rise by failures alone and fall only when it is submitted again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        for (const { before, after, event } of play(steps)) {
          expect(after.attempts).toBeGreaterThanOrEqual(0);
          expect(after.attempts).toBeLessThanOrEqual(maxAttempts);
          if (after.attempts < before.attempts) expect(event.kind).toBe('resubmit');
          if (after.attempts > before.attempts) expect(before.status).toBe('PROCESSING');
        }
      }),
    );
  });

  it('a claim that is sent again, since its answer was lost, is answered as it was, for longer', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 0, max: lease - 1 }), (steps, later) => {
        for (const { before, after, event } of play(steps)) {
          if (event.kind !== 'claim' || after === before || !after.claim) continue;
          const until = event.until + later;
          const again = changeJob(after, { ...event, at: event.at + later, until });
          expect(again).toEqual({ job: { ...after, claim: { ...after.claim, until } } });
        }
      }),
    );
  });

  it('no job is stuck: it is over, or some run can have it in time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const last = play(steps).at(-1);
        const job = last?.after ?? aJob();
        const due = dueAt(job);
        const isOver = job.status === 'SUCCESS' || job.status === 'FAILED';
        expect(due !== undefined || isOver).toBe(true);
        const at = Math.max(due ?? 0, last?.at ?? 0);
        const change = changeJob(job, { kind: 'claim', at, runId: 'run-3', until: at + lease });
        expect(change.unchanged === undefined).toBe(due !== undefined);
      }),
    );
  });

  it('a password is gone once nothing can need it, and a claim is there while a run has the job', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        for (const { after } of play(steps)) {
          if (dueAt(after) === undefined) expect(after).not.toHaveProperty('encryptedKey');
          expect(after.claim !== undefined).toBe(after.status === 'PROCESSING');
        }
      }),
    );
  });
});
