import type { MapRun, MapRunSummary } from './map-run.js';

/** Keeps what is known of the map runs of an execution; of those under way, as they are at the moment. */
export class MapRunBook {
  private readonly underWay = new Map<string, MapRun>();

  /** @param store puts the summaries on disk */
  constructor(
    private readonly stored: () => readonly MapRunSummary[],
    private readonly store: (runs: readonly MapRunSummary[]) => void,
    private readonly now: () => number,
  ) {}

  /** A run begins, or goes on after the runner was started again. */
  begin(run: MapRun): void {
    this.underWay.set(run.plan.id, run);
    this.replace(run.summary('RUNNING'));
  }

  end(run: MapRun, status: 'SUCCEEDED' | 'FAILED' | 'ABORTED'): void {
    if (!this.underWay.delete(run.plan.id)) return;
    this.replace(run.summary(status, this.now()));
  }

  /** Ends all that is under way, because their execution ends. */
  abort(): void {
    for (const run of this.underWay.values()) {
      run.abortRunning(this.now());
      this.end(run, 'ABORTED');
    }
  }

  list(): readonly MapRunSummary[] {
    return this.stored().map((known) => this.underWay.get(known.id)?.summary('RUNNING') ?? known);
  }

  private replace(summary: MapRunSummary): void {
    this.store([...this.stored().filter(({ id }) => id !== summary.id), summary]);
  }
}
