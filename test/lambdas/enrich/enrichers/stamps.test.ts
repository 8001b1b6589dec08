import { stamps } from '../../../../lambdas/enrich/enrichers/stamps.js';
import { aContextOfEnrich, anUnenrichedEvent } from '../../../factories/enrich-contexts.js';
import { arrival } from '../../../factories/frames.js';

describe('stamps', () => {
  it('say when the batch arrived, what the document is and how it came through', () => {
    const event = anUnenrichedEvent();

    stamps.enrich(event, aContextOfEnrich());

    expect(event).toEqual({
      ...anUnenrichedEvent(),
      syncts: arrival,
      '@timestamp': '2024-01-15T06:30:00.000Z',
      type: 'events',
      metadata: { fingerprint: 'fingerprint-1' },
      flags: { ex_processed: true, pp_validation_processed: true, pp_duplicate: false },
    });
  });

  it('replace what a client put in their place', () => {
    const event = anUnenrichedEvent({ syncts: 1, '@timestamp': 'yesterday', type: 'mine' });

    stamps.enrich(event, aContextOfEnrich());

    expect(event).toMatchObject({ syncts: arrival, '@timestamp': '2024-01-15T06:30:00.000Z', type: 'events' });
  });

  it('carry the notes of the stages before', () => {
    const event = anUnenrichedEvent();

    stamps.enrich(event, aContextOfEnrich({ notes: { mid_collision: true } }));

    expect(event.flags).toMatchObject({ mid_collision: true });
  });
});
