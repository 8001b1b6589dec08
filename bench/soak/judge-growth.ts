/** Whether memory grew with the traffic. */
export interface Growth {
  /** Medians of the middle and of the last third, MiB. */
  readonly middle: number;
  readonly last: number;
  readonly hasGrown: boolean;
}

/** The last third may be so much above the middle one: heaps breathe. */
const tolerance = 1.15;

/** Judges samples taken at even steps of the traffic; the first third is the warming up. */
export function judgeGrowth(samples: readonly number[]): Growth {
  const third = Math.floor(samples.length / 3);
  const middle = medianOf(samples.slice(third, 2 * third));
  const last = medianOf(samples.slice(-third));
  return { middle, last, hasGrown: last > middle * tolerance };
}

function medianOf(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
}
