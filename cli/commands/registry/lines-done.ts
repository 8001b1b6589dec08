/** Which lines of a file are done, where they are not done in their order. */
export class LinesDone {
  private readonly open = new Set<number>();

  private read: number;

  /** @param from the first line that counts */
  constructor(private readonly from: number) {
    this.read = from;
  }

  /** From here on a line counts as begun. */
  begin(line: number): void {
    this.open.add(line);
    this.read = line + 1;
  }

  end(line: number): void {
    this.open.delete(line);
  }

  /** Whether no line has begun. */
  get isEmpty(): boolean {
    return this.read === this.from;
  }

  /** The first line that isn't done: whoever goes on from there misses none. */
  get next(): number {
    // A set keeps the order of its entries, and lines begin in theirs.
    const [first = this.read] = this.open;
    return first;
  }
}
