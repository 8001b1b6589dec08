import { enrichEvent } from '../../../lambdas/enrich/enrich-event.js';
import type { Enricher } from '../../../lambdas/enrich/enricher.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import { aContextOfEnrich, endOfToday } from '../../factories/enrich-contexts.js';
import { anEvent } from '../../factories/events.js';

describe('enrichEvent', () => {
  it('replaces the flags that a client sent: they are our own', () => {
    const event = anEvent({ flags: { pp_duplicate: true, mid_collision: true, mine: 1 } });

    const { flags } = enrichEvent(event, enrichers, aContextOfEnrich());

    expect(flags).toEqual({
      ex_processed: true,
      pp_validation_processed: true,
      pp_duplicate: false,
      user_denorm: false,
    });
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

  it('runs the enrichers in their order, those that mend first, and then asks for what is to be looked up', () => {
    const order: string[] = [];
    const named = (name: string): Enricher => ({
      rows: [],
      keyOf: () => void order.push(`key ${name}`),
      enrich: () => void order.push(name),
    });

    const enrichers = { mending: ['a', 'b'].map(named), adding: ['c', 'd'].map(named) };
    enrichEvent(anEvent(), enrichers, aContextOfEnrich());

    expect(order).toEqual(['a', 'b', 'key c', 'key d', 'c', 'd']);
  });

  it('gives each enricher the record that it wanted, and nothing where there is none', () => {
    const given: unknown[] = [];
    const wanting = (key: string | undefined): Enricher => ({
      rows: [],
      keyOf: () => key,
      enrich: (_event, _context, record) => void given.push(record),
    });
    const [a, b] = [{ name: 'a' }, { name: 'b' }];
    const adding = ['content#b', undefined, 'content#none', 'content#a'].map(wanting);

    const records = new Map([
      ['content#a', a],
      ['content#b', b],
    ]);
    enrichEvent(anEvent(), { mending: [], adding }, aContextOfEnrich(), records);

    expect(given).toEqual([b, undefined, undefined, a]);
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
