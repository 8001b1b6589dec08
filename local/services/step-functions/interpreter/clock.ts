import { setTimeout as delay } from 'node:timers/promises';

/** Time, as a state machine has it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** @throws when the signal ends the wait */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Node's timers take no more; a longer wait is several. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  async wait(ms, signal) {
    const until = Date.now() + ms;
    for (let left = ms; left > 0; left = until - Date.now()) {
      await delay(Math.min(left, longestTimerMs), undefined, { signal });
    }
  },
};
