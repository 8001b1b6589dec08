/** Characters of the shorter text, and how many times as long the longer one is. */
const [length, factor] = [2_000, 10];
/** Of so many the fastest counts: what else the machine does can only slow one down. */
const rounds = 5;

/**
 * How much longer one long text takes than the same number of characters in short ones: about 1 where the time grows
 * with the length, about 10 where it grows with its square.
 *
 * @param make a text of about so many characters
 */
export function growthOf(run: (text: string) => unknown, make: (length: number) => string): number {
  const [short, long] = [make(length), make(length * factor)];
  const [few, many] = [
    least(() => {
      for (let turn = 0; turn < factor; turn++) run(short);
    }),
    least(() => run(long)),
  ];
  return many / few;
}

function least(work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const start = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - start);
  });
  return Math.min(...times);
}
