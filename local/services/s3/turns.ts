/** Lets those who ask for the same name go one after the other. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(name) ?? Promise.resolve()).then(work);
    const done = mine.catch(() => undefined);
    this.last.set(name, done);
    try {
      return await mine;
    } finally {
      if (this.last.get(name) === done) this.last.delete(name);
    }
  }
}
