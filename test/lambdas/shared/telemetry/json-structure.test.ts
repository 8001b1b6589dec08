import fc from 'fast-check';
import { jsonStructure } from '../../../../lambdas/shared/telemetry/json-structure.js';
import { nestsDeeper } from '../../../../lambdas/shared/telemetry/nesting.js';
import { anyJson } from '../../../factories/texts.js';

/** Levels of objects and arrays of a value. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('jsonStructure', () => {
  it('names brackets, commas and strings with their places and depths', () => {
    const text = String.raw`{"a":[1,"\"]"],"b":{}}`;

    const tokens = [...jsonStructure(text)].map(({ at, end, depth }) => `${depth} ${text.slice(at, end)}`);

    expect(tokens).toEqual([
      '1 {',
      '1 "a"',
      '2 [',
      '2 ,',
      String.raw`2 "\"]"`,
      '2 ]',
      '1 ,',
      '1 "b"',
      '2 {',
      '2 }',
      '1 }',
    ]);
  });

  it('finds all strings of any JSON whole', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const body = JSON.stringify(texts);

        const strings = [...jsonStructure(body)].filter(({ kind }) => kind === '"');

        expect(strings.map(({ at, end }) => JSON.parse(body.slice(at, end)))).toEqual(texts);
      }),
    );
  });

  it('opens as much as it closes', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const kinds = [...jsonStructure(JSON.stringify(value))].map(({ kind }) => kind);

        const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
        expect([count('{'), count('[')]).toEqual([count('}'), count(']')]);
      }),
    );
  });
});

describe('nestsDeeper', () => {
  it('knows the depth of any JSON', () => {
    fc.assert(
      fc.property(anyJson, fc.integer({ min: 0, max: 6 }), (value, limit) => {
        expect(nestsDeeper(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      }),
    );
  });
});
