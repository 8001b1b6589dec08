/**
 * A time from which on something is to be done, as a state machine is given it.
 *
 * @returns epoch milliseconds; `undefined` for all
 * @throws Error when it is no ISO 8601 date
 */
export function readSince(since: string | null | undefined): number | undefined {
  if (since === null || since === undefined) return undefined;
  const at = Date.parse(since);
  if (Number.isNaN(at)) {
    throw new Error(`since: expected an ISO 8601 date such as 2026-11-20T00:00:00Z, found ${JSON.stringify(since)}.`);
  }
  return at;
}
