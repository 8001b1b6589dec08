export interface FakeClock {
  /** How long each wait was, and how much time was left when it began. */
  readonly waits: { readonly ms: number; readonly leftMs: number }[];
  remainingMs(): number;
  wait(ms: number): Promise<void>;
  pass(ms: number): void;
}

/** A budget of time that only waiting, or a test, uses up. */
export function fakeClock(budgetMs: number): FakeClock {
  const waits: { ms: number; leftMs: number }[] = [];
  let leftMs = budgetMs;
  return {
    waits,
    // Whole milliseconds, as Lambda counts them.
    remainingMs: () => Math.floor(leftMs),
    async wait(ms) {
      waits.push({ ms, leftMs });
      leftMs -= ms;
    },
    pass: (ms) => {
      leftMs -= ms;
    },
  };
}
