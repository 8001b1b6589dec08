import { cutText } from './well-formed.js';
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

/** The sum of some books; of many problems the first. */
export function addBooks(books: Iterable<RunBooks>): RunBooks {
  const counts: Record<string, number> = {};
  const problems: Problem[] = [];
  for (const some of books) {
    for (const [name, value] of Object.entries(some.counts)) counts[name] = (counts[name] ?? 0) + value;
    for (const { key, problem } of some.problems) {
      if (problems.length < maxProblems) problems.push({ key, problem: cutText(problem, maxProblemLength) });
    }
  }
  return { counts, problems };
}
