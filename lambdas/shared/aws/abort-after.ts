/** Ends a call that would outlive the time to answer in. Whole milliseconds, one at least: less is an error to Node. */
export function abortAfter(ms: number): AbortSignal {
  return AbortSignal.timeout(Math.max(1, Math.floor(ms)));
}
