import type { Clock } from '../../local/services/step-functions/interpreter/clock.js';

export interface ManualClock extends Clock {
  /** Milliseconds of the waits under way, in their order. */
  readonly waits: readonly number[];
  /** Lets time pass; waits that are over by then resolve. */
  pass(ms: number): void;
}

/** Time that only a test lets pass. */
export function manualClock(now = Date.parse('2026-11-20T00:00:00Z')): ManualClock {
  let at = now;
  let waiting: { until: number; ms: number; resolve: () => void }[] = [];
  return {
    get waits() {
      return waiting.map(({ ms }) => ms);
    },
    now: () => at,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (ms <= 0) return resolve();
        const abandon = () => {
          waiting = waiting.filter((other) => other !== wait);
          reject(signal.reason);
        };
        const end = () => {
          signal.removeEventListener('abort', abandon);
          resolve();
        };
        const wait = { until: at + ms, ms, resolve: end };
        waiting.push(wait);
        signal.addEventListener('abort', abandon);
      }),
    pass(ms) {
      at += ms;
      const over = waiting.filter(({ until }) => until <= at);
      waiting = waiting.filter(({ until }) => until > at);
      for (const { resolve } of over) resolve();
    },
  };
}
