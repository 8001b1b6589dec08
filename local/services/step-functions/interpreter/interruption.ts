/** Ends what runs from outside; no Retry and no Catch sees it. */
export class Interruption extends Error {
  constructor(readonly kind: 'stopped' | 'timed out' | 'halted' | 'sibling failed') {
    super(kind);
  }
}

/** What a promise gives, unless the signal comes first. @throws the signal's reason */
export function unlessAborted<T>(awaited: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    awaited.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Runs something with a signal of its own that also follows the outer one, and ends it when the run is over. */
export async function withOwnSignal<T>(
  outer: AbortSignal,
  run: (own: { readonly signal: AbortSignal; readonly abort: (reason: unknown) => void }) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const signal = AbortSignal.any([outer, controller.signal]);
  try {
    return await run({ signal, abort: (reason) => controller.abort(reason) });
  } finally {
    controller.abort(new Interruption('sibling failed'));
  }
}
