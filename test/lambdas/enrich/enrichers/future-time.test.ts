import { futureTime } from '../../../../lambdas/enrich/enrichers/future-time.js';
import { aContextOfEnrich, anUnenrichedEvent, endOfToday } from '../../../factories/enrich-contexts.js';

describe('futureTime', () => {
  it('flags an event from after today, keeps its time and puts the end of today beside it', () => {
    const event = anUnenrichedEvent({ ets: endOfToday + 1 });

    futureTime.enrich(event, aContextOfEnrich());

    expect(event).toEqual({
      ...anUnenrichedEvent({ ets: endOfToday + 1 }),
      flags: { future_ets: true },
      metadata: { clamped_ets: endOfToday },
    });
  });

  it.each([endOfToday, endOfToday - 1, 0, -1])('leaves an event of the time %d alone', (ets) => {
    const event = anUnenrichedEvent({ ets });

    futureTime.enrich(event, aContextOfEnrich());

    expect(event).toEqual(anUnenrichedEvent({ ets }));
  });
});
