import type { Undone } from '../../lambdas/shared/aws/put-all.js';
import type { StreamRecord } from '../../lambdas/shared/aws/put-records.js';

export interface FakeStream {
  readonly effects: string[];
  /** Records that were taken, in order. */
  readonly taken: StreamRecord[];
  forward(records: readonly StreamRecord[]): Promise<readonly Undone[]>;
}

/** A stream that doesn't take the records at the given positions. */
export function fakeStream({ effects = [] as string[], refuses = [] as readonly number[] } = {}): FakeStream {
  const taken: StreamRecord[] = [];
  return {
    effects,
    taken,
    async forward(records) {
      effects.push(`forward ${records.length}`);
      taken.push(...records.filter((_, index) => !refuses.includes(index)));
      return refuses.map((index) => ({ index, cause: 'stream: throttled' }));
    },
  };
}
