import type { RefusedLines } from './refused-lines.js';

export interface Progress {
  readonly count: number;
  taken(): void;
  end(): void;
}

const everyMs = 1_000;
/** Where the output is a file, a line now and then. */
const everyRecords = 10_000;

/** A line on the terminal that says how far the import is: `12,000 written, 3 refused, 410 a second`. */
export function makeProgress(refused: RefusedLines, out = process.stderr, now: () => number = Date.now): Progress {
  const startedAt = now();
  let count = 0;
  let toldAt = startedAt;
  const say = (end: string) => {
    const rate = Math.round((count * 1_000) / Math.max(1, now() - startedAt));
    out.write(`${out.isTTY ? '\r' : ''}  ${count} done, ${refused.count} refused, ${rate} a second${end}`);
  };
  return {
    get count() {
      return count;
    },
    taken() {
      count++;
      if (out.isTTY ? now() - toldAt < everyMs : count % everyRecords > 0) return;
      toldAt = now();
      say(out.isTTY ? '' : '\n');
    },
    end() {
      if (out.isTTY && count > 0) say('\n');
    },
  };
}
