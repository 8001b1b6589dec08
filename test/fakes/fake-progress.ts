import type { Progress, ProgressPorts } from '../../lambdas/shared/frames/progress.js';
import { DependencyError } from '../../lambdas/shared/function/errors.js';

export interface FakeProgress extends ProgressPorts {
  readonly effects: string[];
  /** What is remembered, by frame. */
  readonly items: Map<string, Progress>;
  /** From now on nothing more is remembered. */
  breakWrites(): void;
}

/** The progress table in memory. */
export function fakeProgress({ effects = [] as string[] } = {}): FakeProgress {
  const items = new Map<string, Progress>();
  let isBroken = false;
  return {
    effects,
    items,
    breakWrites: () => {
      isBroken = true;
    },
    async find(owners) {
      return new Map(owners.flatMap((owner) => (items.has(owner) ? [[owner, items.get(owner) as Progress]] : [])));
    },
    async remember(progress) {
      effects.push(`remember ${progress.size}`);
      if (isBroken) throw new DependencyError('progress table: down');
      for (const [owner, value] of progress) items.set(owner, value);
    },
  };
}
