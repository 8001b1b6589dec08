import { addRecords, mendEvent } from '../../../lambdas/enrich/enrich-event.js';
import type { EnrichedEvent } from '../../../lambdas/enrich/enricher.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import { aContextOfEnrich, anUnenrichedEvent, endOfToday } from '../../factories/enrich-contexts.js';
import { type ParityExample, parityExamples } from './parity-examples.js';

/** All that Sunbird's denormalizer writes. */
const properties = [
  'devicedata',
  'userdata',
  'contentdata',
  'collectiondata',
  'l2data',
  'dialcodedata',
  'derivedlocationdata',
] as const;

/** Where we differ on purpose: by the title of the example, why, and what is here in the place of what Sunbird has. */
const differences: Readonly<Record<string, { readonly why: string; readonly ours: object }>> = {
  'a name and a phone in the userdata of an event': {
    why: 'userdata holds nothing personal, and no value of another shape than the field has',
    ours: { userdata: { usersignintype: 'Anonymous', userlogintype: 'NA' }, flags: { user_denorm: false } },
  },
  'contentdata in the event of an unknown content': {
    why: 'what a client says does not pass for what is known',
    ours: { flags: { content_denorm: false } },
  },
  'devicedata in the event of an unknown device': {
    why: 'what a client says does not pass for what is known',
    ours: { flags: { device_denorm: false } },
  },
  'collectiondata, l2data, dialcodedata and a place in an event about nothing': {
    why: 'what a client says does not pass for what is known',
    ours: { flags: {} },
  },
  'an INTERRUPT': { why: 'an event that was taken is stored', ours: { flags: {} } },
  'a summary of another job': { why: 'an event that was taken is stored', ours: { flags: {} } },
};

/** What enrichment adds to an event, as it is printed. */
function added({ event, records = {} }: ParityExample): object {
  const mended = mendEvent(structuredClone(event), enrichers, aContextOfEnrich());
  const enriched = addRecords(mended, enrichers, new Map(Object.entries(records)));
  return JSON.parse(JSON.stringify(addedTo(enriched)));
}

function addedTo(event: EnrichedEvent): object {
  const flags = Object.entries(event.flags).filter(([name]) => name.endsWith('_denorm'));
  const ours = properties.filter((property) => property in event).map((property) => [property, event[property]]);
  return { ...Object.fromEntries(ours), flags: Object.fromEntries(flags) };
}

const expected = ({ title, sunbird }: ParityExample) => differences[title]?.ours ?? sunbird;

describe('what enrichment adds is what Sunbird’s denormalizer adds, to', () => {
  it.each(parityExamples.map((example) => [example.title, example] as const))('%s', (_, example) => {
    expect(added(example)).toEqual(expected(example));
  });
});

describe('the examples', () => {
  it('have every property of Sunbird’s, and every flag with all of its values', () => {
    const outputs = parityExamples.flatMap(({ sunbird }) => (sunbird === 'dropped' ? [] : [sunbird]));
    const flags = outputs.flatMap((output) => Object.entries(output.flags ?? {}).map((entry) => entry.join(' ')));

    expect(properties.filter((property) => !outputs.some((output) => property in output))).toEqual([]);
    expect([...new Set(flags)].toSorted()).toEqual([
      'coll_denorm true',
      'content_denorm false',
      'content_denorm true',
      'device_denorm false',
      'device_denorm true',
      'dialcode_denorm false',
      'dialcode_denorm true',
      'l2_denorm true',
      'loc_denorm true',
      'user_denorm false',
      'user_denorm true',
    ]);
  });

  it('have each its own title, and every difference is one', () => {
    const titles = parityExamples.map(({ title }) => title);

    expect(new Set(titles).size).toBe(titles.length);
    for (const [title, { ours, why }] of Object.entries(differences)) {
      const example = parityExamples.find((candidate) => candidate.title === title);
      expect(why).not.toBe('');
      expect([title, example]).toEqual([title, expect.anything()]);
      expect(example?.sunbird).not.toEqual(ours);
    }
  });
});

describe('other than Sunbird', () => {
  it('an ets from after today is kept, and what it is clamped to stands beside it', () => {
    const event = anUnenrichedEvent({ ets: endOfToday + 1 });

    const { event: mended } = mendEvent(event, enrichers, aContextOfEnrich());

    expect(mended).toMatchObject({ ets: endOfToday + 1, metadata: { clamped_ets: endOfToday } });
  });

  it('a record is shared by events, and none of them changes it', () => {
    for (const example of parityExamples) {
      const before = structuredClone(example.records);
      added(example);
      added(example);
      expect(example.records).toEqual(before);
    }
  });
});
