import type { Share } from './batch-items.js';
import { isExceeded, type Tolerance } from './tolerance.js';

export type ChildStatus = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** One execution of a map run. */
export interface Child extends Share {
  readonly name: string;
  status: ChildStatus;
  /** Epoch milliseconds. */
  startedAt?: number;
  stoppedAt?: number;
  output?: unknown;
  error?: string;
  cause?: string;
}

/** What a distributed Map has set out to do; on disk before the first execution starts. */
export interface MapRunPlan {
  readonly id: string;
  readonly label: string;
  readonly startedAt: number;
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
  readonly shares: readonly Share[];
}

/** A map run as DescribeMapRun answers it; times are epoch milliseconds. */
export interface MapRunSummary {
  readonly id: string;
  readonly label: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startedAt: number;
  readonly stoppedAt?: number | undefined;
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
  readonly itemCounts: Counts;
  readonly executionCounts: Counts;
}

const noCounts = { pending: 0, running: 0, succeeded: 0, failed: 0, aborted: 0, total: 0, resultsWritten: 0 };
/** Member names as DescribeMapRun has them. */
export type Counts = Readonly<typeof noCounts>;

/** The executions that a distributed Map starts for its items. */
export class MapRun {
  readonly children: readonly Child[];
  /** Whether its results are in their files. */
  isWritten = false;

  constructor(readonly plan: MapRunPlan) {
    this.children = plan.shares.map((share, index) => ({ ...share, name: `${plan.id}-${index}`, status: 'PENDING' }));
  }

  get isExceeded(): boolean {
    const { failed, total } = this.count(({ items }) => items);
    return isExceeded(failed, total, this.plan.tolerance);
  }

  /** What still runs when the run ends is ended with it. */
  abortRunning(now: number): void {
    for (const child of this.children) {
      if (child.status === 'RUNNING') Object.assign(child, { status: 'ABORTED', stoppedAt: now });
    }
  }

  summary(status: MapRunSummary['status'], stoppedAt?: number): MapRunSummary {
    const { shares: _, ...settings } = this.plan;
    return {
      ...settings,
      status,
      stoppedAt,
      itemCounts: this.count(({ items }) => items),
      executionCounts: this.count(() => 1),
    };
  }

  private count(weigh: (child: Child) => number): Counts {
    const counts = { ...noCounts };
    for (const child of this.children) {
      counts[child.status.toLowerCase() as keyof Counts] += weigh(child);
      counts.total += weigh(child);
      if (this.isWritten && child.status !== 'PENDING') counts.resultsWritten += weigh(child);
    }
    return counts;
  }
}
