import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again until something holds. @returns whether it did before the time was up */
export async function waitUntil(holds: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await delay(50)) if (await holds()) return true;
  return false;
}
