/** Runs tasks, a few at a time, and those that have a name in common in the order in which they came. */
export class Turns {
  private readonly underWay = new Set<Promise<void>>();
  private readonly byName = new Map<string, Promise<void>>();
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly limit: number) {}

  /** Waits for a free place, then starts the task. @throws what a task before it threw */
  async take(names: string | readonly string[], run: () => Promise<void>): Promise<void> {
    const all = [names].flat();
    await Promise.all(all.map((name) => this.byName.get(name)));
    while (this.underWay.size >= this.limit) await Promise.race(this.underWay);
    this.check();
    const end = () => {
      this.underWay.delete(task);
      for (const name of all) this.byName.delete(name);
    };
    const task: Promise<void> = run().then(end, (error) => {
      end();
      this.failure ??= { error };
    });
    this.underWay.add(task);
    for (const name of all) this.byName.set(name, task);
  }

  /** Waits until all have ended. @throws what the first of them threw */
  async done(): Promise<void> {
    await Promise.all(this.underWay);
    this.check();
  }

  private check(): void {
    if (this.failure) throw this.failure.error;
  }
}
