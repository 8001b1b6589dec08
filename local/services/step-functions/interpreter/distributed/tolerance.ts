/** How many items of a map run may fail; what is absent is not asked for. */
export interface Tolerance {
  readonly count?: number | undefined;
  /** 0 to 100, of all items. */
  readonly percentage?: number | undefined;
}

/** "Setting failure thresholds": without one no item may fail; with both, either ends the run. */
export function isExceeded(failed: number, total: number, { count, percentage }: Tolerance): boolean {
  if (count === undefined && percentage === undefined) return failed > 0;
  return (count !== undefined && failed > count) || (percentage !== undefined && failed * 100 > percentage * total);
}
