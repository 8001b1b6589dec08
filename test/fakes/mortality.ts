/** What a dead process would have done next. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** When an effect ends its process. */
export type Moment = 'before' | 'after';

/** Ends a process at one of its effects: right before it is done, or right after, before its answer is heard. */
export class Mortality {
  private calls = 0;
  /** The effect at which it died. */
  diedAt: string | undefined;

  constructor(
    private readonly diesAtCall = Number.POSITIVE_INFINITY,
    private readonly moment: Moment = 'before',
  ) {}

  /** The effect, as a process has it that may die there; a dead one does nothing any more. */
  of<A extends unknown[], R>(name: string, effect: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      if (this.diedAt !== undefined) throw new Died(name);
      const dies = ++this.calls === this.diesAtCall;
      if (dies) this.diedAt = name;
      if (dies && this.moment === 'before') throw new Died(name);
      const answer = await effect(...args);
      if (dies) throw new Died(name);
      return answer;
    };
  }

  /** Whether it died between an acknowledged forward and the memory of it. */
  get isInWindow(): boolean {
    return (
      (this.diedAt === 'forward' && this.moment === 'after') || (this.diedAt === 'remember' && this.moment === 'before')
    );
  }
}
