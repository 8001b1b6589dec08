import type { Enricher } from '../enricher.js';

/** Sunbird denormalizer: a device clock ahead of today counts as the end of today. Ours keeps `ets` and puts that beside it. */
export const futureTime: Enricher = {
  rows: [
    {
      property: 'metadata.clamped_ets',
      source: 'the end of today in the configured `timeZone`, epoch milliseconds',
      when: '`ets` is later; `ets` itself is kept',
      flags: { future_ets: 'true, else absent' },
    },
  ],
  enrich(event, { endOfToday }) {
    if ((event.ets as number) <= endOfToday) return;
    event.flags.future_ets = true;
    event.metadata.clamped_ets = endOfToday;
  },
};
