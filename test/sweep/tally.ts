import type { Books } from './stages.js';

/** What a case of a sweep left. */
export type Case = Pick<Books, 'mids' | 'twice'> & { readonly isInWindow: boolean };

/** Adds up the cases of a sweep. */
export class Tally {
  private readonly cases: Case[] = [];
  private lost = 0;

  add(cases: readonly Case[], expected: readonly string[]): void {
    this.cases.push(...cases);
    for (const { mids } of cases) this.lost += missing(expected, mids);
  }

  /** The size of the window in a line. @param what a case is, in the plural */
  line(who: string, what: string): string {
    const twice = this.cases.filter((found) => found.twice > 0);
    const outside = twice.filter(({ isInWindow }) => !isInWindow).length;
    const events = twice.reduce((sum, found) => sum + found.twice, 0);
    const where = outside === 0 ? 'only in the window' : `OUTSIDE the window ${outside} times, and in it`;
    return `${who}: ${this.cases.length} ${what}, ${this.lost} lost; stored twice ${where}: ${twice.length} ${what}, ${events} events`;
  }
}

function missing(expected: readonly string[], found: readonly string[]): number {
  const left = [...found];
  return expected.filter((mid) => {
    const place = left.indexOf(mid);
    if (place !== -1) left.splice(place, 1);
    return place === -1;
  }).length;
}
