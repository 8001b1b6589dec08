import type { RefusedLines } from './refused-lines.js';

export interface Progress {
  readonly count: number;
  /** @param nextLine the first line that isn't done */
  taken(records: number, nextLine: number): void;
  end(): void;
}

const everyMs = 1_000;
/** Where the output is a file, a line now and then. */
const everyRecords = 10_000;

/** A line on the terminal that says how far the import is: `12000 done, 3 refused, 410 a second, next is line 12004`. */
export function makeProgress(refused: RefusedLines, out = process.stderr, now: () => number = Date.now): Progress {
  const startedAt = now();
  let count = 0;
  let next = 1;
  let toldAt = startedAt;
  const say = (end: string) => {
    const rate = Math.round((count * 1_000) / Math.max(1, now() - startedAt));
    const text = `${count} done, ${refused.count} refused, ${rate} a second, next is line ${next}`;
    out.write(`${out.isTTY ? '\r' : ''}  ${text}${end}`);
  };
  return {
    get count() {
      return count;
    },
    taken(records, nextLine) {
      const isRound = Math.floor((count + records) / everyRecords) > Math.floor(count / everyRecords);
      count += records;
      next = nextLine;
      if (out.isTTY ? now() - toldAt < everyMs : !isRound) return;
      toldAt = now();
      say(out.isTTY ? '' : '\n');
    },
    end() {
      if (out.isTTY && count > 0) say('\n');
    },
  };
}
