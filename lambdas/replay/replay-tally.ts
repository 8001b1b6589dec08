import type { RunBooks } from '../shared/rework/run-books.js';
import type { SecondVerdict } from './judge-again.js';

/** Problems that one object tells of; the others are most likely the same. */
const maxProblems = 5;

/** Counts what becomes of an object's events. */
export class ReplayTally {
  private readonly counts: Record<string, number> = { objects: 1 };
  private readonly problems: { key: string; problem: string }[] = [];

  constructor(private readonly key: string) {}

  add(name: string, value = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + value;
  }

  /** An event that is as it was: it fails still, or can't be judged. */
  refused(line: number, verdict: Exclude<SecondVerdict, { mended: unknown }>): void {
    if ('left' in verdict) this.problem('left', `line ${line}: ${verdict.left}`);
    else {
      this.add('stillFailing');
      this.add(`stillFailing.${verdict.failing}`);
    }
  }

  problem(name: string, problem: string): void {
    this.add(name);
    if (this.problems.length < maxProblems) this.problems.push({ key: this.key, problem });
  }

  get books(): RunBooks {
    return { counts: this.counts, problems: this.problems };
  }
}
