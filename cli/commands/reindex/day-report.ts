import type { DayCounts } from './index-events.js';

/** What a rebuild did with a day. */
export interface DayReport extends DayCounts {
  readonly day: string;
  /** Documents of this day in `telemetry-*` before. */
  readonly before: number;
  /** Documents of other days that lie in this day's index, since they arrived on it. */
  readonly carried: number;
}
