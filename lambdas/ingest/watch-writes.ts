/** A write that was refused is told of for so long, milliseconds; then nobody knows better than the stream's status. */
const rememberMs = 60_000;

/** Knows whether this environment's last write was taken. */
export class WriteWatch {
  /** When the last write was refused, epoch milliseconds; `undefined` once one is taken. */
  private refusedAt: number | undefined;

  constructor(private readonly now: () => number) {}

  /** Runs a write and remembers how it ended: by an answer with an error, too, not all was taken. */
  async watch<T extends { readonly error?: unknown }>(write: () => Promise<T>): Promise<T> {
    try {
      const answer = await write();
      this.refusedAt = answer.error === undefined ? undefined : this.now();
      return answer;
    } catch (error) {
      this.refusedAt = this.now();
      throw error;
    }
  }

  /** What is wrong, if the last write was refused a short while ago. */
  problem(): string | undefined {
    const age = this.now() - (this.refusedAt ?? Number.NEGATIVE_INFINITY);
    return age < rememberMs ? `ingest stream: last write refused ${Math.round(age / 1_000)} s ago` : undefined;
  }
}
