import { endJob } from '../shared/exhaust/end-job.js';
import type { JobStore } from '../shared/exhaust/job-store.js';
import type { Ended } from '../shared/exhaust/notice.js';
import type { RunOf } from './take-job.js';

/** What a state machine catches: "Error names are case-sensitive strings, Cause is a text". */
export interface Caught {
  readonly Error?: string;
  readonly Cause?: string;
}

interface Sentence {
  readonly says: (caught: Caught) => boolean;
  readonly message: string;
  /** To try again would come out the same. */
  readonly isFinal?: true;
}

/** What a requester is told, by what went wrong; the first that fits. Upstream's texts begin like this. */
const sentences: readonly Sentence[] = [
  {
    says: ({ Cause = '' }) => /bytes scanned limit/i.test(Cause),
    message:
      'Request processing failed with a query that reads more than this installation allows. Ask for fewer days.',
    isFinal: true,
  },
  {
    says: ({ Error: name, Cause = '' }) => name === 'States.Timeout' || /timed ?out/i.test(`${name} ${Cause}`),
    message: 'Request processing failed with a run that took too long. Ask for fewer days.',
  },
  {
    says: ({ Error: name = '' }) => /^(DependencyError$|Lambda\.|Athena\.)/.test(name),
    message: 'Request processing failed with a service that did not answer.',
  },
  {
    says: ({ Cause = '' }) => Cause.includes('QueryExecution'),
    message: 'Request processing failed with a query that ended before it was done.',
  },
  { says: () => true, message: 'Request processing failed with an internal error.' },
];

const sentenceOf = (caught: Caught) => sentences.find(({ says }) => says(caught)) as Sentence;

/** Name of the metric that counts a failure: `unfit` where the request asked for too much, `broken` for all that is ours. */
export const failureOf = (caught: Caught): 'broken' | 'unfit' => (sentenceOf(caught).isFinal ? 'unfit' : 'broken');

/**
 * Ends a job whose run went wrong; it is tried again with the next execution, as long as it has attempts left.
 *
 * @throws DependencyError when the jobs can't be read or written; the run's claim ends by itself then
 */
export async function failJob(
  { requestId, runId, caught }: RunOf & { readonly caught: Caught },
  { jobs, now }: { readonly jobs: Pick<JobStore, 'change' | 'find'>; readonly now: () => number },
): Promise<Ended> {
  const { message, isFinal } = sentenceOf(caught);
  return endJob(jobs, requestId, { kind: 'fail', at: now(), runId, message, ...(isFinal && { isFinal }) });
}
