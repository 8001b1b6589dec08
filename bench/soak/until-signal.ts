/** Signals that end a command → its exit code by custom, 128 and the signal's number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Waits for some work, or for Ctrl-C or `kill`, whichever is first; after a signal it cleans up, and what becomes of the
 * work is of no interest any more.
 *
 * @returns the work's exit code, or the signal's
 */
export function untilSignal(work: Promise<number>, cleanUp: () => Promise<void>): Promise<number> {
  let isEnding = false;
  const ended = new Promise<keyof typeof exitCodes>((resolve) => {
    for (const signal of Object.keys(exitCodes) as (keyof typeof exitCodes)[]) {
      process.once(signal, () => {
        isEnding = true;
        resolve(signal);
      });
    }
  }).then(async (signal) => {
    await cleanUp();
    return exitCodes[signal];
  });
  const done = work.then(
    (code) => (isEnding ? ended : code),
    (error) => {
      if (isEnding) return ended;
      throw error;
    },
  );
  return Promise.race([done, ended]);
}
