/** Runs tasks, a few at a time, and those of one name in the order in which they came. */
export class Turns {
  private readonly underWay = new Map<string, Promise<void>>();
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly limit: number) {}

  /** Waits for a free place, then starts the task. @throws what a task before it threw */
  async take(name: string, run: () => Promise<void>): Promise<void> {
    await this.underWay.get(name);
    while (this.underWay.size >= this.limit) await Promise.race(this.underWay.values());
    this.check();
    const task = run().then(
      () => void this.underWay.delete(name),
      (error) => {
        this.underWay.delete(name);
        this.failure ??= { error };
      },
    );
    this.underWay.set(name, task);
  }

  /** Waits until all have ended. @throws what the first of them threw */
  async done(): Promise<void> {
    await Promise.all(this.underWay.values());
    this.check();
  }

  private check(): void {
    if (this.failure) throw this.failure.error;
  }
}
