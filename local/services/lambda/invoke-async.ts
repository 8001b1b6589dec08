import { setTimeout as delay } from 'node:timers/promises';
import type { LocalFunction } from './local-function.js';

/** "Lambda, asynchronous invocation: two more attempts, after one and two minutes"; here sooner. */
const waitsMs = [1_000, 2_000];

/** An event for a function that nobody waits for. @throws Error when it failed each time */
export async function invokeAsync(fn: LocalFunction, event: unknown): Promise<void> {
  for (const waitMs of [...waitsMs, undefined]) {
    const { error } = await fn.invoke(event);
    if (!error) return;
    if (waitMs === undefined) throw new Error(`${fn.name} failed: ${error.errorType}: ${error.errorMessage}`);
    await delay(waitMs, undefined, { ref: false });
  }
}
