import { cutText } from '../text/well-formed.js';

/** Something that was left in place, and why. */
export interface Problem {
  /** Of the S3 object. */
  readonly key: string;
  readonly problem: string;
}

/** What a redrive or a replay did, with one object or with all of them. */
export interface RunBooks {
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
}

/** Problems named at most: the output of an execution is 256 KiB at most ("Step Functions quotas"). */
export const maxProblems = 50;
const maxProblemLength = 500;

/** Sums up books one after the other; of many problems the first. */
export class BookSum {
  private readonly counts: Record<string, number> = {};
  private readonly problems: Problem[] = [];

  add({ counts, problems }: RunBooks): void {
    for (const [name, value] of Object.entries(counts)) this.counts[name] = (this.counts[name] ?? 0) + value;
    for (const { key, problem } of problems) {
      if (this.problems.length < maxProblems) this.problems.push({ key, problem: cutText(problem, maxProblemLength) });
    }
  }

  get books(): RunBooks {
    return { counts: this.counts, problems: this.problems };
  }
}

/** The sum of some books. */
export function addBooks(books: Iterable<RunBooks>): RunBooks {
  const sum = new BookSum();
  for (const some of books) sum.add(some);
  return sum.books;
}
