import { setImmediate as nextTurn } from 'node:timers/promises';

const patienceMs = 10_000;

/** Waits until something holds. @throws Error when it doesn't for long */
export async function until(holds: () => boolean, what = String(holds)): Promise<void> {
  for (const end = Date.now() + patienceMs; !holds(); await nextTurn()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
  }
}

export interface Barrier {
  readonly passed: Promise<void>;
  open(): void;
}

/** Holds up who awaits it until it is opened. */
export function aBarrier(): Barrier {
  let open: () => void = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
