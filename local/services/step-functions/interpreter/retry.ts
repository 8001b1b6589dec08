import type { Retrier } from './definition.js';
import { isMeant, type StateError } from './state-error.js';

/** A retry that is due: the attempts by retrier, this one counted, and how long to wait before it. */
export interface NextRetry {
  readonly attempts: readonly number[];
  readonly waitMs: number;
}

/**
 * "Retrying after an error": the first retrier that is meant for the error decides; when it has no attempts left there
 * is no retry. Defaults: after 1 second, 3 attempts, each wait twice as long.
 *
 * @param attempts how often each retrier has been used in this visit
 * @param random 0 to below 1, for JitterStrategy FULL: a wait "between 0 and the interval"
 */
export function nextRetry(
  retriers: readonly Retrier[],
  attempts: readonly number[],
  error: StateError,
  random: () => number,
): NextRetry | undefined {
  const at = retriers.findIndex(({ ErrorEquals }) => isMeant(ErrorEquals, error));
  const retrier = retriers[at];
  const made = attempts[at] ?? 0;
  if (!retrier || made >= (retrier.MaxAttempts ?? 3)) return undefined;
  return { attempts: retriers.map((_, index) => (attempts[index] ?? 0) + (index === at ? 1 : 0)), waitMs: wait() };

  function wait(): number {
    const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier as Retrier;
    const seconds = Math.min(IntervalSeconds * BackoffRate ** made, MaxDelaySeconds);
    return seconds * 1_000 * (retrier?.JitterStrategy === 'FULL' ? random() : 1);
  }
}
