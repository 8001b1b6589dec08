import type { StreamedRecord } from '../kinesis/local-stream.js';

/** What comes after a failed delivery, in order. */
export type Step =
  | { readonly kind: 'deliver'; readonly batch: readonly StreamedRecord[]; readonly retries: number }
  | { readonly kind: 'give-up'; readonly batch: readonly StreamedRecord[]; readonly condition: string };

export interface FailureContext {
  readonly bisect: boolean;
  readonly retryAttempts: number;
  readonly maxRecordAgeMs: number;
  /** Retries that this batch has used. */
  readonly retries: number;
  /** The function failed as a whole, where a partial response would have named a record. */
  readonly threw: boolean;
  /** Records before the failed one were done with. */
  readonly progressed: boolean;
  readonly now: number;
}

/**
 * "Lambda, Kinesis event sources": records past their age are given up; a batch that made the function fail is split in
 * two, which uses up no retry; the rest of a partial response is tried again, and when the retries are used up the
 * whole rest goes to the on-failure destination.
 */
export function afterFailure(rest: readonly StreamedRecord[], context: FailureContext): Step[] {
  const oldest = context.now - context.maxRecordAgeMs;
  const young = rest.findIndex(({ arrivedAt }) => arrivedAt >= oldest);
  const expired = rest.slice(0, young === -1 ? rest.length : young);
  const kept = rest.slice(expired.length);
  const steps: Step[] = expired.length > 0 ? [{ kind: 'give-up', batch: expired, condition: 'RecordAgeExceeded' }] : [];
  return kept.length > 0 ? [...steps, ...retry(kept, context)] : steps;
}

function retry(
  batch: readonly StreamedRecord[],
  { bisect, retryAttempts, retries, threw, progressed }: FailureContext,
): Step[] {
  if (threw && bisect && batch.length > 1) {
    const half = Math.ceil(batch.length / 2);
    return [
      { kind: 'deliver', batch: batch.slice(0, half), retries },
      { kind: 'deliver', batch: batch.slice(half), retries },
    ];
  }
  if (progressed) return [{ kind: 'deliver', batch, retries: 0 }];
  if (retries >= retryAttempts) return [{ kind: 'give-up', batch, condition: 'RetryAttemptsExhausted' }];
  return [{ kind: 'deliver', batch, retries: retries + 1 }];
}
