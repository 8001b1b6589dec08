import type { FailedEvent } from '../../lambdas/shared/frames/failed-lines.js';

export interface FakeFailedBook {
  readonly effects: string[];
  readonly kept: FailedEvent[];
  keepFailed(events: readonly FailedEvent[]): Promise<void>;
}

/** The failed book in memory; with an error given, it takes nothing. */
export function fakeFailedBook({
  effects = [] as string[],
  error = undefined as Error | undefined,
} = {}): FakeFailedBook {
  const kept: FailedEvent[] = [];
  return {
    effects,
    kept,
    async keepFailed(events) {
      effects.push(`keepFailed ${events.length}`);
      if (error) throw error;
      kept.push(...events);
    },
  };
}
