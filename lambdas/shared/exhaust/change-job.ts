import { cutText } from '../text/well-formed.js';
import { dueAt, type Job, maxAttempts, maxMessageLength } from './job.js';

/** What can happen to a job. Times are epoch milliseconds. */
export type JobEvent =
  | { readonly kind: 'resubmit'; readonly at: number; readonly encryptedKey?: string | undefined }
  /** A run takes the job, until it is done or `until` is past. Sent again, it is taken as the first time, for longer. */
  | { readonly kind: 'claim'; readonly at: number; readonly runId: string; readonly until: number }
  | { readonly kind: 'renew'; readonly runId: string; readonly until: number }
  | {
      readonly kind: 'succeed';
      readonly at: number;
      readonly runId: string;
      readonly files: readonly string[];
      /** What is to be known of the files. */
      readonly message?: string;
    }
  | {
      readonly kind: 'fail';
      readonly at: number;
      readonly runId: string;
      readonly message: string;
      /** No further attempt would change it, such as where there is no data. */
      readonly isFinal?: boolean;
    };

/** Why an event changes nothing. */
export type Unchanged =
  /** Only a job that is FAILED starts over. */
  | 'stands'
  /** SUCCESS, or FAILED with no attempt left. */
  | 'over'
  /** Another run has it. */
  | 'taken'
  /** The run has no claim on it, or has lost it to another. */
  | 'not-held';

export type Change = { readonly job: Job; readonly unchanged?: undefined } | { readonly unchanged: Unchanged };

type Transitions = { readonly [K in JobEvent['kind']]: (job: Job, event: Extract<JobEvent, { kind: K }>) => Change };

const runDied = 'Request processing failed with a run that ended before it was done';

/** The one place that says how a job goes on. */
const transitions: Transitions = {
  resubmit(job, { at, encryptedKey }) {
    if (job.status !== 'FAILED') return { unchanged: 'stands' };
    const kept = without(job, 'statusMessage', 'completedAt', 'executionMs', 'isFinal', 'encryptedKey', 'endedBy');
    // Asked for once more by name, a job that was given up gets all of its attempts again.
    const attempts = job.isFinal || job.attempts >= maxAttempts ? 0 : job.attempts;
    return { job: { ...kept, status: 'SUBMITTED', attempts, submittedAt: at, ...(encryptedKey && { encryptedKey }) } };
  },

  claim(job, { at, runId, until }) {
    const due = dueAt(job);
    if (due === undefined) return { unchanged: 'over' };
    if (job.status !== 'PROCESSING') return { job: claimed(job, { at, runId, until }) };
    if (due > at) {
      // A claim that is sent again, since its answer was lost: else a ghost would hold the job until its end.
      return holds(job, runId) ? { job: { ...job, claim: { ...job.claim, until } } } : { unchanged: 'taken' };
    }
    // A run that died has failed: else a job that ends every run would be tried for ever.
    const attempts = job.attempts + 1;
    return attempts < maxAttempts
      ? { job: claimed({ ...job, attempts }, { at, runId, until }) }
      : { job: failed(job, { at, runId, message: runDied }) };
  },

  renew(job, { runId, until }) {
    return holds(job, runId) ? { job: { ...job, claim: { ...job.claim, until } } } : { unchanged: 'not-held' };
  },

  succeed(job, { at, runId, files, message = '' }) {
    if (!holds(job, runId)) return { unchanged: 'not-held' };
    const kept = without(job, 'claim', 'encryptedKey');
    const executionMs = at - job.claim.at;
    const statusMessage = message.slice(0, maxMessageLength);
    return { job: { ...kept, status: 'SUCCESS', completedAt: at, executionMs, statusMessage, files, endedBy: runId } };
  },

  fail(job, event) {
    return holds(job, event.runId) ? { job: failed(job, event) } : { unchanged: 'not-held' };
  },
};

/** The job after an event, or why it stays as it is. */
export function changeJob(job: Job, event: JobEvent): Change {
  return (transitions[event.kind] as (job: Job, event: JobEvent) => Change)(job, event);
}

type Held = Job & Required<Pick<Job, 'claim'>>;

function holds(job: Job, runId: string): job is Held {
  return job.status === 'PROCESSING' && job.claim?.runId === runId;
}

function claimed(job: Job, claim: Held['claim']): Job {
  return { ...without(job, 'completedAt', 'executionMs', 'endedBy'), status: 'PROCESSING', claim };
}

function without<K extends keyof Job>(job: Job, ...names: readonly K[]): Omit<Job, K> {
  return Object.fromEntries(Object.entries(job).filter(([name]) => !names.includes(name as K))) as Omit<Job, K>;
}

type Failure = Omit<Extract<JobEvent, { kind: 'fail' }>, 'kind'>;

function failed(job: Job, { at, runId, message, isFinal = false }: Failure): Job {
  const { claim, encryptedKey, ...kept } = job;
  const attempts = job.attempts + 1;
  const mayRunAgain = !isFinal && attempts < maxAttempts;
  return {
    ...kept,
    status: 'FAILED',
    attempts,
    completedAt: at,
    ...(claim && { executionMs: at - claim.at }),
    statusMessage: cutText(message, maxMessageLength),
    endedBy: runId,
    ...(isFinal && { isFinal }),
    // The next attempt needs it; after the last one nobody does.
    ...(mayRunAgain && encryptedKey && { encryptedKey }),
  };
}
