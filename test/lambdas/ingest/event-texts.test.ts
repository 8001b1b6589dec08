import fc from 'fast-check';
import { eventTexts } from '../../../lambdas/ingest/event-texts.js';
import { anyJson } from '../../factories/texts.js';

const elements = fc.array(anyJson, { maxLength: 8 });
const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 150 });

const parsed = (texts: readonly string[]): unknown[] => texts.map((text) => JSON.parse(text));

describe('eventTexts', () => {
  it('cuts any elements out of a body as they were', () => {
    fc.assert(
      fc.property(elements, anyJson, anyJson, (events, before, after) => {
        const texts = eventTexts(JSON.stringify({ before, events, after }));

        expect(texts).toEqual(events.map((event) => JSON.stringify(event)));
      }),
    );
  });

  it('reads over white space wherever JSON allows it', () => {
    fc.assert(
      fc.property(elements, space, (events, gap) => {
        const list = events.map((event) => `${gap}${JSON.stringify(event, null, 2)}${gap}`).join(',');

        const texts = eventTexts(`${gap}{${gap}"id"${gap}:${gap}"x"${gap},${gap}"events"${gap}:${gap}[${list}]${gap}}`);

        expect(parsed(texts)).toEqual(events);
      }),
    );
  });

  it('is not misled by an "events" inside other values', () => {
    fc.assert(
      fc.property(elements, elements, (events, others) => {
        const nested = { events: others, list: [{ events: others }], text: '"events":[1]', key: 'events' };
        const body = JSON.stringify({ nested, id: 'events', events: [...events, nested, 'events'], after: nested });

        expect(parsed(eventTexts(body))).toEqual([...events, nested, 'events']);
      }),
    );
  });

  it('takes the last "events" of a body, as JSON.parse does', () => {
    fc.assert(
      fc.property(elements, elements, (first, last) => {
        const body = `{"events":${JSON.stringify(first)},"params":{},"events":${JSON.stringify(last)}}`;

        expect(parsed(eventTexts(body))).toEqual(JSON.parse(body).events);
      }),
    );
  });

  it('knows "events" by whatever escapes it is written', () => {
    expect(eventTexts(String.raw`{"\u0065vents":[1,"\"]"]}`)).toEqual(['1', String.raw`"\"]"`]);
  });

  it('does not recurse over elements that nest without end', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

    const texts = eventTexts(`{"events":[1,${deep},2]}`);

    expect(texts.map(({ length }) => length)).toEqual([1, 400_000, 1]);
  });
});
