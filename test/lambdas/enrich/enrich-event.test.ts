import { type Enricher, enrichEvent, objectAt } from '../../../lambdas/enrich/enrich-event.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import { aContextOfEnrich, endOfToday } from '../../factories/enrich-contexts.js';
import { anEvent } from '../../factories/events.js';

describe('enrichEvent', () => {
  it('replaces the flags that a client sent: they are our own', () => {
    const event = anEvent({ flags: { pp_duplicate: true, mid_collision: true, mine: 1 } });

    const { flags } = enrichEvent(event, enrichers, aContextOfEnrich());

    expect(flags).toEqual({ ex_processed: true, pp_validation_processed: true, pp_duplicate: false });
  });

  it('keeps the metadata that a client sent, but for what is ours', () => {
    const event = anEvent({ metadata: { checksum: 'c1', fingerprint: 'forged' } });

    const { metadata } = enrichEvent(event, enrichers, aContextOfEnrich());

    expect(metadata).toEqual({ checksum: 'c1', fingerprint: 'fingerprint-1' });
  });

  it.each([undefined, null, 'text', 7])('makes its own metadata where a client sent %j', (metadata) => {
    const event = enrichEvent(anEvent({ metadata }), enrichers, aContextOfEnrich());

    expect(event.metadata).toEqual({ fingerprint: 'fingerprint-1' });
  });

  it('runs the enrichers in their order', () => {
    const order: string[] = [];
    const named = (name: string): Enricher => {
      return () => void order.push(name);
    };

    enrichEvent(anEvent(), ['a', 'b', 'c'].map(named), aContextOfEnrich());

    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('leaves all else of an event as it was sent', () => {
    const sent = { edata: { type: 'x', nested: [{ a: null }] }, tags: ['t'], cdata: 1 };

    const enriched = enrichEvent(anEvent(sent), enrichers, aContextOfEnrich());

    expect(enriched).toMatchObject(anEvent(sent));
  });

  it('does all that the table of enrichers says', () => {
    const event = anEvent({
      ets: endOfToday + 1,
      actor: { id: 'f:provider:user-1', type: 'User' },
      object: { id: 'ab1cd2', type: 'QR' },
      context: { channel: ' ', pdata: { id: 'app-1' }, env: 'home' },
    });

    const enriched = enrichEvent(event, enrichers, aContextOfEnrich());

    expect(enriched).toMatchObject({
      type: 'events',
      actor: { id: 'user-1' },
      object: { id: 'AB1CD2' },
      context: { channel: 'org.default' },
      flags: { future_ets: true, ex_processed: true },
    });
  });
});

describe('objectAt', () => {
  it('is the very object under a key, so that it can be written to', () => {
    const inner = {};

    expect(objectAt({ inner }, 'inner')).toBe(inner);
  });

  it.each([undefined, null, 'text', 7, true])('is an empty object where there is %j', (value) => {
    expect(objectAt({ value }, 'value')).toEqual({});
  });
});
