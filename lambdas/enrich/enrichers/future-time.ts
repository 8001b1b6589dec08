import type { Enricher } from '../enrich-event.js';

/** Sunbird denormalizer: a device clock ahead of today counts as the end of today. Ours keeps `ets` and puts that beside it. */
export const futureTime: Enricher = (event, { endOfToday }) => {
  if ((event.ets as number) <= endOfToday) return;
  event.flags.future_ets = true;
  event.metadata.clamped_ets = endOfToday;
};
