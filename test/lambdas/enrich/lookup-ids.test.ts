import fc from 'fast-check';
import { addRecords, mendEvent } from '../../../lambdas/enrich/enrich-event.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import { userIdOf } from '../../../lambdas/enrich/lookup-ids.js';
import { aContextOfEnrich, anUnenrichedEvent } from '../../factories/enrich-contexts.js';
import { anEvent } from '../../factories/events.js';
import { anyJson } from '../../factories/texts.js';

const keysOf = (event: Record<string, unknown>) =>
  mendEvent(anEvent(event), enrichers, aContextOfEnrich()).keys.filter((key) => key !== undefined);

describe('what an event is looked up by', () => {
  it('is device, user, content, collection and second level, each once', () => {
    const context = { channel: 'channel-1', did: 'd-1' };
    const object = { id: 'do_1', type: 'Content', rollup: { l1: 'do_2', l2: 'do_3' } };

    expect(keysOf({ context, object })).toEqual([
      'device#d-1',
      'user#user-1',
      'content#do_1',
      'content#do_2',
      'content#do_3',
    ]);
  });

  it('is what the event says after it was mended', () => {
    const keys = keysOf({ actor: { id: 'f:provider:u-1', type: 'User' }, object: { id: 'ab1cd2', type: 'QR' } });

    expect(keys).toEqual(['user#u-1', 'dialcode#AB1CD2']);
  });

  it('is never an id that no record can have', () => {
    const bad = 'a b';

    const keys = keysOf({
      context: { did: bad },
      actor: { id: bad, type: 'User' },
      object: { id: bad, type: 'Content', rollup: { l1: 7, l2: {} } },
    });

    expect(keys).toEqual([]);
  });
});

describe('userIdOf', () => {
  it('knows the one eid that is about a user whatever its actor is', () => {
    expect(userIdOf(anUnenrichedEvent({ eid: 'ME_WORKFLOW_SUMMARY', actor: { id: 'u-1' } }))).toBe('u-1');
  });
});

it('enriching never throws, whatever JSON an event and a record hold', () => {
  const anyObject = fc.oneof(
    anyJson,
    fc.record({ id: anyJson, type: fc.constantFrom('User', 'Content', 'QR', 7), did: anyJson, rollup: anyJson }),
  );
  const keys = fc.constantFrom(
    'actor',
    'context',
    'object',
    'dimensions',
    'uid',
    'userdata',
    'contentdata',
    'devicedata',
  );
  const anyRecord = fc.dictionary(
    fc.constantFrom('state', 'userdeclared', 'devicespec', 'lastUpdatedOn', 'grade', 'generated_on', '__proto__'),
    anyJson,
  );

  fc.assert(
    fc.property(fc.dictionary(keys, anyObject), anyRecord, (parts, record) => {
      const mended = mendEvent(anEvent(parts), enrichers, aContextOfEnrich());
      const records = new Map(mended.keys.map((key) => [key ?? '', record]));

      const enriched = addRecords(mended, enrichers, records);

      expect(() => JSON.stringify(enriched)).not.toThrow();
    }),
  );
});
