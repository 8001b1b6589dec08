import { type Counts, hourMs, hourOf, type Ledger } from '../../../lib/books/counts.js';

/** Where counts come from, and how far they can be relied on. */
type Source = Pick<Ledger, 'tolerance' | 'unknown'>;

/** The hours of a range, with the one before it apart. */
export function cutLedger(
  all: ReadonlyMap<number, Counts>,
  { since, until }: { readonly since: number | undefined; readonly until: number },
  source: Source,
): Ledger {
  const first = since ?? hourOf(Math.min(until, ...all.keys()));
  return {
    ...source,
    hours: new Map([...all].filter(([hour]) => hour >= first && hour < until).sort(([one], [other]) => one - other)),
    since: first,
    until,
    before: since === undefined ? {} : (all.get(first - hourMs) ?? {}),
  };
}
