import fc from 'fast-check';
import { nestsDeeper } from '../../../../lambdas/shared/telemetry/nesting.js';
import { anyJson, anyText } from '../../../factories/texts.js';

/** Levels of objects and arrays of a value. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('nestsDeeper', () => {
  it('knows the depth of any JSON', () => {
    fc.assert(
      fc.property(anyJson, fc.integer({ min: 0, max: 6 }), (value, limit) => {
        expect(nestsDeeper(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      }),
    );
  });

  it('takes no bracket inside a text for nesting', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), (texts) => {
        expect(nestsDeeper(JSON.stringify(texts), 1)).toBe(false);
      }),
    );
  });
});
